import { normalizePhone } from '../normalize-phone';

/** What a cell with phone numbers says: the numbers in E.164, and the parts that are none. */
export interface CellPhones {
  readonly numbers: readonly string[];
  readonly unreadable: readonly string[];
}

/** How spreadsheets keep a number from being calculated with: `="600100200"` and `'600100200`. */
const guarded = /^(?:="(.*)"|'(.*))$/s;

/**
 * Reads the numbers of a cell, one or several: a semicolon, comma, bar, line break or Google's `:::` separates them, and
 * so does a slash if there is a number on each side of it; in `22/123 45 67` it does not.
 *
 * @param country ISO 3166 alpha-2 code of numbers that name none
 */
export function phonesOfCell(cell: string, country: string): CellPhones {
  const numbers: string[] = [];
  const unreadable: string[] = [];
  const text = cell.trim();
  const [, quoted, marked] = guarded.exec(text) ?? [];
  for (const part of (quoted ?? marked ?? text).split(/[;,|\n]|:::/).map((piece) => piece.trim())) {
    if (part === '') {
      continue;
    }
    const read = bySlash(part, country) ?? [normalizePhone(part, country)];
    const found = read.filter((number) => number !== null);
    numbers.push(...found);
    if (found.length === 0) {
      unreadable.push(part);
    }
  }
  return { numbers, unreadable };
}

/** True for `4,86E+10`: what is left of a number that was saved as a rounded one. */
export const isRounded = (text: string): boolean =>
  /^\+?\d+(?:[.,]\d+)?e\+?\d+$/i.test(text.replace(/\s/g, ''));

function bySlash(text: string, country: string): string[] | null {
  const parts = text.split('/').map((part) => normalizePhone(part, country));
  return parts.length > 1 && parts.every((number) => number !== null) ? parts : null;
}
