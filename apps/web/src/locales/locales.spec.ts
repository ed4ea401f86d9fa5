import { en } from './en';
import enCallRequests from './en/call-requests.json';
import enPhone from './en/phone.json';
import enSettings from './en/settings.json';
import { pl } from './pl';
import plCallRequests from './pl/call-requests.json';
import plPhone from './pl/phone.json';
import plSettings from './pl/settings.json';

type Texts = { [key: string]: string | Texts };

const plural = /_(zero|one|two|few|many|other)$/;

function textsOf(texts: Texts, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : textsOf(value, `${path}${key}.`),
  );
}

const languages = {
  pl: textsOf({ ...pl, callRequests: plCallRequests, phone: plPhone, settings: plSettings }),
  en: textsOf({ ...en, callRequests: enCallRequests, phone: enPhone, settings: enSettings }),
};
const stems = (texts: [string, string][]) =>
  [...new Set(texts.map(([key]) => key.replace(plural, '')))].sort();

describe('the texts of the screens', () => {
  it('are the same in both languages', () => {
    expect(stems(languages.pl)).toEqual(stems(languages.en));
  });

  it.each(['pl', 'en'] as const)('have every plural form %s needs', (language) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const texts = languages[language];
    const counted = new Set(texts.flatMap(([key]) => (plural.test(key) ? [key.replace(plural, '')] : [])));
    for (const stem of counted) {
      const forms = texts.flatMap(([key]) =>
        key.startsWith(`${stem}_`) ? [key.slice(stem.length + 1)] : [],
      );
      expect([stem, forms.sort()]).toEqual([stem, [...needed].sort()]);
    }
  });

  it('fill in the same values in both languages', () => {
    const valuesOf = (texts: [string, string][]) =>
      Object.fromEntries(
        texts.map(([key, text]) => [key.replace(plural, ''), (text.match(/{{\w+}}/g) ?? []).sort()]),
      );
    expect(valuesOf(languages.pl)).toEqual(valuesOf(languages.en));
  });

  it('are never empty', () => {
    expect([...languages.pl, ...languages.en].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});
