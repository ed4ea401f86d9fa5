/** A text and the name of the character set it was written in (https://encoding.spec.whatwg.org/#names-and-labels). */
export interface DecodedText {
  readonly text: string;
  readonly charset: string;
}

const marks: readonly (readonly [charset: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
/** How much of a text tells UTF-16 without a mark from a text of single bytes. */
const lookedAt = 1_000;

/**
 * Reads bytes as text: by their byte order mark, else as `stated`, else as UTF-8 if that makes sense, as UTF-16 if
 * every other byte is empty, else as Windows-1250, which is how a Polish Excel saves "CSV".
 *
 * @param stated label of a character set, as in `Content-Type`
 * @returns null if the stated character set is not known or does not fit
 */
export function decodeText(bytes: Uint8Array, stated?: string): DecodedText | null {
  const marked = marks.find(([, mark]) => mark.every((byte, place) => bytes[place] === byte))?.[0];
  if (marked ?? stated) {
    return decodeAs(bytes, marked ?? stated ?? '');
  }
  const wide = wideCharset(bytes.subarray(0, lookedAt));
  return (wide && decodeAs(bytes, wide)) ?? decodeAs(bytes, 'utf-8') ?? decodeAs(bytes, 'windows-1250');
}

function decodeAs(bytes: Uint8Array, label: string): DecodedText | null {
  try {
    const decoder = new TextDecoder(label, { fatal: true });
    return { text: decoder.decode(bytes), charset: decoder.encoding };
  } catch {
    return null;
  }
}

/** Latin letters in UTF-16 have a zero as every other byte, which no other text has. */
function wideCharset(start: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const zeros = [0, 0];
  start.forEach((byte, place) => {
    if (byte === 0) {
      zeros[place % 2]! += 1;
    }
  });
  const [even = 0, odd = 0] = zeros;
  const many = start.length / 4;
  if (odd > many && even === 0) {
    return 'utf-16le';
  }
  return even > many && odd === 0 ? 'utf-16be' : null;
}
