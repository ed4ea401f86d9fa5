import type { Language } from '@callboard/contracts';
import i18next from 'i18next';

/** Texts of parts that are fetched after the first screen, so that they do not weigh on it. */
const later = {
  callRequests: {
    pl: () => import('./pl/call-requests.json'),
    en: () => import('./en/call-requests.json'),
  },
  contacts: {
    pl: () => import('./pl/contacts.json'),
    en: () => import('./en/contacts.json'),
  },
  people: {
    pl: () => import('./pl/people.json'),
    en: () => import('./en/people.json'),
  },
  phone: {
    pl: () => import('./pl/phone.json'),
    en: () => import('./en/phone.json'),
  },
  settings: {
    pl: () => import('./pl/settings.json'),
    en: () => import('./en/settings.json'),
  },
  welcome: {
    pl: () => import('./pl/welcome.json'),
    en: () => import('./en/welcome.json'),
  },
};
type LaterNamespace = keyof typeof later;

const needed = new Set<LaterNamespace>();

/** Makes texts of a part ready in the present language, and from now on in any other; await it before the part is shown. */
export async function needTexts(namespace: LaterNamespace): Promise<void> {
  needed.add(namespace);
  await translationsReady();
  await addTexts(namespace, i18next.language === 'en' ? 'en' : 'pl');
}

/** A part that is being fetched, once it and its texts are there. */
export async function withTexts<Part>(namespace: LaterNamespace, part: Promise<Part>): Promise<Part> {
  const [fetched] = await Promise.all([part, needTexts(namespace)]);
  return fetched;
}

/** Makes the texts of all parts that are in use ready in another language; await it before switching to it. */
export async function addNeededTexts(language: Language): Promise<void> {
  await Promise.all([...needed].map((namespace) => addTexts(namespace, language)));
}

async function addTexts(namespace: LaterNamespace, language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, namespace)) {
    const texts = await later[namespace][language]();
    i18next.addResourceBundle(language, namespace, texts.default);
  }
}

/** The router begins to fetch the first screen before its texts are there. */
async function translationsReady(): Promise<void> {
  if (!i18next.isInitialized) {
    await new Promise<void>((resolve) => i18next.on('initialized', () => resolve()));
  }
}
