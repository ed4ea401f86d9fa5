import * as z from 'zod';
import { ParentWindow } from './parent-window';
import { PhonePage } from './phone-page';

// Checking messages must not depend on what the policy of this page lets scripts compile.
z.config({ jitless: true });

const application = document.querySelector<HTMLMetaElement>('meta[name="callboard-application"]')?.content;
// On its own in a tab there is nobody to give it a key.
if (application && window.parent !== window) {
  new PhonePage(window, new ParentWindow(window, application), () => window.location.reload()).open();
}
