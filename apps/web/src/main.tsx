import './app/theme/mantine.css';
import './app/theme/tokens.css';
import { createRoot } from 'react-dom/client';
import * as z from 'zod';
import { App } from './app/app';
import { initialLanguage, startTranslations } from './app/i18n';
import { fetchPart } from './shared/late/fetch-part';
import { untilServerAnswers } from './shared/late/server-back';

// The content security policy forbids compiling code from text, which zod would otherwise try.
z.config({ jitless: true });

const root = document.getElementById('root');
if (root) {
  void beginWithTexts().then(() => createRoot(root).render(<App />));
}

/** Without texts nothing can be said, not even that they are missing: where they do not come, all waits for the server. */
async function beginWithTexts(): Promise<void> {
  try {
    await fetchPart(() => startTranslations(initialLanguage()));
  } catch {
    await untilServerAnswers(new AbortController().signal);
    await beginWithTexts();
  }
}
