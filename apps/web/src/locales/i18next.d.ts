import type { en } from './en';
import type callRequests from './en/call-requests.json';
import type phone from './en/phone.json';
import type settings from './en/settings.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en & {
      callRequests: typeof callRequests;
      phone: typeof phone;
      settings: typeof settings;
    };
  }
}
