/** @jest-environment node */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Texts = { [key: string]: string | Texts };

const plural = /_(zero|one|two|few|many|other)$/;

function textsOf(texts: Texts, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : textsOf(value, `${path}${key}.`),
  );
}

/** Everything a language says, by file and key. */
function textsIn(language: 'pl' | 'en'): [string, string][] {
  const folder = join(import.meta.dirname, language);
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.flatMap((file) =>
    textsOf(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Texts, `${file}:`),
  );
}

const languages = { pl: textsIn('pl'), en: textsIn('en') };
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

  it('say every trouble with Zadarma that a recording can wait for', () => {
    const errors = join(import.meta.dirname, '../../../../libs/zadarma/src/rest/zadarma.errors.ts');
    const codes = [...readFileSync(errors, 'utf8').matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code);
    expect(codes).toContain('not_zadarma');
    // The first means that there is no file, the second comes to people alone.
    const elsewhere = ['pbx_refused', 'personal_share_used_up'];
    const needed = codes
      .filter((code) => !elsewhere.includes(code!))
      .map((code) => `recordings.json:reason.${code}`);
    for (const language of ['pl', 'en'] as const) {
      expect(languages[language].map(([key]) => key)).toEqual(expect.arrayContaining(needed));
    }
  });

  it('are never empty', () => {
    expect([...languages.pl, ...languages.en].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});
