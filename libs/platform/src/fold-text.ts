/** Lower case, without accents, single spaces: `Łukasz  ŻÓŁĆ` → `lukasz zolc`, as people type who hurry. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('ß', 'ss')
    .replace(/\s+/g, ' ')
    .trim();
}
