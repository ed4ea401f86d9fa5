import { foldText } from '@callboard/platform';

/** The words of a name in any order, without accents and case: `Żak, Anna` and `anna zak` are the same. */
export const nameKey = (name: string): string =>
  foldText(name)
    .split(/[\s,]+/)
    .sort()
    .join(' ')
    .trim();
