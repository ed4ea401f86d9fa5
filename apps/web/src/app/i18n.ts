import { type Language, language as languageSchema } from '@callboard/contracts';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { addNeededTexts } from '../locales/later';

const storageKey = 'callboard.language';

const bundles = {
  pl: () => import('../locales/pl').then((module) => module.pl),
  en: () => import('../locales/en').then((module) => module.en),
};

/** The language to begin with: the last one used here, else the browser's, else Polish. */
export function initialLanguage(): Language {
  const stored = languageSchema.safeParse(localStorage.getItem(storageKey));
  if (stored.success) {
    return stored.data;
  }
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2));
  return preferred.map((tag) => languageSchema.safeParse(tag)).find((tag) => tag.success)?.data ?? 'pl';
}

/** Makes translations ready; await it before the first render. */
export async function startTranslations(language: Language): Promise<void> {
  i18next.on('languageChanged', (tag) => {
    document.documentElement.lang = tag;
  });
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: await bundles[language]() },
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await addNeededTexts(language);
}

/** Switches the screens to a language and remembers it on this machine. */
export async function switchLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'common')) {
    const bundle = await bundles[language]();
    for (const [namespace, texts] of Object.entries(bundle)) {
      i18next.addResourceBundle(language, namespace, texts);
    }
  }
  await addNeededTexts(language);
  localStorage.setItem(storageKey, language);
  await i18next.changeLanguage(language);
}
