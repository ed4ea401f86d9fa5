import { foldText } from '@callboard/platform';

/** PostgreSQL takes lexemes of up to 2 KB; nobody says a word of a hundred letters. */
const longestWord = 100;
const word = /[\p{L}\p{N}]+/gu;

/** The words of a text as the search compares them: `Złożyć reklamację!` → `zlozyc`, `reklamacje`. */
export function foldedWords(text: string): string[] {
  return (foldText(text).match(word) ?? []).map((one) => one.slice(0, longestWord));
}

/** True if a word as written begins with one of the folded beginnings. */
export function beginsWithAny(written: string, beginnings: readonly string[]): boolean {
  return foldedWords(written).some((one) => beginnings.some((beginning) => one.startsWith(beginning)));
}

/** The words of a text where they stand, between whatever separates them. */
export function wordsIn(text: string): { text: string; at: number }[] {
  return [...text.matchAll(word)].map((match) => ({ text: match[0], at: match.index }));
}
