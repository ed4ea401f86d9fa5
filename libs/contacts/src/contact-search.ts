import { foldText } from '@callboard/platform';

/**
 * What the search of contacts looks into: name, company and numbers, folded, one space apart.
 *
 * Whoever writes the table `contacts` fills `search_text` with it.
 */
export function contactSearchText(name: string, company: string | null, numbers: readonly string[]): string {
  return [foldText(name), foldText(company ?? ''), ...numbers].filter((part) => part !== '').join(' ');
}

/**
 * The fragments a contact must contain, all of them, to answer a query: its words, or, if it is written like a phone
 * number, its digits without prefix zeros, whatever stands between them.
 */
export function searchFragments(query: string): string[] {
  const digits = query.replace(/\D/g, '').replace(/^0+/, '');
  if (digits !== '' && /^[\d\s+().\-/]+$/.test(query)) {
    return [digits];
  }
  return foldText(query)
    .split(' ')
    .filter((word) => word !== '');
}
