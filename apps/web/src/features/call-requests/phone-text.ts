/** Marks that copied text carries along unseen: direction marks, zero-width spaces, byte order mark. */
const unseen = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * The number in what was pasted or linked: `tel:+48-600-100-200;ext=1` → `+48-600-100-200`.
 *
 * Its spelling stays as it is; the server reads it. Broken percent codes are left alone.
 */
export function numberIn(text: string): string {
  const plain = text.replace(unseen, '').replace(/\s+/g, ' ').trim();
  if (!/^(tel|callto|sip):/i.test(plain)) {
    return plain;
  }
  const [address = ''] = plain.replace(/^\w+:(\/\/)?/, '').split(/[;?@]/);
  return decoded(address).trim();
}

/**
 * The number in the `number=` of a link. A plus that was written there without its percent code arrives as a space, also
 * after `tel:`: no number begins with a space of its own.
 */
export const numberOfLink = (given: string): string =>
  numberIn(given.replace(/^((?:tel|callto|sip):(?:\/\/)?)? (?=\d)/i, '$1+'));

/** True if two spellings can only be the same number; the same number may still be spelled in other ways. */
export const isSameSpelling = (one: string, other: string): boolean => digitsOf(one) === digitsOf(other);

const digitsOf = (text: string): string =>
  text
    .trim()
    .replace(/^00/, '+')
    .replace(/[^\d+]/g, '');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
