/** Cuts a snippet at its `«found»` words. */
export function snippetParts(snippet: string): { text: string; found: boolean }[] {
  return snippet
    .split(/«([^»]*)»/)
    .map((text, index) => ({ text, found: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
