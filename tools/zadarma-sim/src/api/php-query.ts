/** A decoded parameter as it was received, in the order received. Bytes, because a client may send any. */
export interface RawParameter {
  name: Buffer;
  value: Buffer;
}

const plain = /[A-Za-z0-9\-_.]/;

/**
 * Encodes as PHP's `urlencode` does, which is what `http_build_query` uses in RFC 1738 mode: letters, digits, `-`, `_`
 * and `.` stay, a space becomes `+`, every other byte becomes `%XX` in upper case (also `~` and `*`).
 */
export function phpUrlEncode(text: string | Buffer): string {
  let encoded = '';
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    if (plain.test(character)) encoded += character;
    else if (byte === 0x20) encoded += '+';
    else encoded += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

/** Decodes like PHP: `+` is a space, a broken `%` sequence stays as it is. */
export function phpUrlDecode(text: string): Buffer {
  const source = Buffer.from(text, 'utf8');
  const bytes: number[] = [];
  for (let at = 0; at < source.length; at += 1) {
    const byte = source[at] as number;
    const digits = source.subarray(at + 1, at + 3).toString('latin1');
    if (byte === 0x25 && /^[0-9a-fA-F]{2}$/.test(digits)) {
      bytes.push(Number.parseInt(digits, 16));
      at += 2;
    } else {
      bytes.push(byte === 0x2b ? 0x20 : byte);
    }
  }
  return Buffer.from(bytes);
}

/** Takes a query string or form body apart, keeping the order. */
export function parseQuery(raw: string): RawParameter[] {
  return raw
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      const name = equals < 0 ? part : part.slice(0, equals);
      return { name: phpUrlDecode(name), value: phpUrlDecode(equals < 0 ? '' : part.slice(equals + 1)) };
    });
}

const topLevel = (name: Buffer): Buffer => {
  const bracket = name.indexOf('[');
  return bracket < 0 ? name : name.subarray(0, bracket);
};

/** What PHP would build from these parameters after `ksort`: the string a right signature covers. */
export function canonicalQuery(parameters: readonly RawParameter[]): string {
  return [...parameters]
    .sort((one, other) => Buffer.compare(topLevel(one.name), topLevel(other.name)))
    .map(({ name, value }) => `${phpUrlEncode(name)}=${phpUrlEncode(value)}`)
    .join('&');
}

/** The parameters as texts by name, for the endpoints. The last one of a name wins, as in PHP. */
export function toFields(parameters: readonly RawParameter[]): Record<string, string> {
  return Object.fromEntries(
    parameters.map(({ name, value }) => [name.toString('utf8'), value.toString('utf8')]),
  );
}
