import type { en } from './en';
import type callRequests from './en/call-requests.json';
import type contacts from './en/contacts.json';
import type people from './en/people.json';
import type phone from './en/phone.json';
import type settings from './en/settings.json';
import type welcome from './en/welcome.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en & {
      callRequests: typeof callRequests;
      contacts: typeof contacts;
      people: typeof people;
      phone: typeof phone;
      settings: typeof settings;
      welcome: typeof welcome;
    };
  }
}
