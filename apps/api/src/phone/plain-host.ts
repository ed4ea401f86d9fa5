/** A host as `URL.host` writes it: without the ports that go without saying and the dot of the root, in small letters. */
export const plainHost = (name: string): string =>
  name
    .toLowerCase()
    .replace(/:(80|443)$/, '')
    .replace(/\.(?=$|:)/, '');
