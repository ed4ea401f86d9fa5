import type { en } from './en';
import type phone from './en/phone.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en & { phone: typeof phone };
  }
}
