import { createHash, createHmac } from 'node:crypto';

/** A value PHP's `http_build_query` can encode. */
export type ParameterValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly ParameterValue[]
  | { readonly [name: string]: ParameterValue };

export type Parameters = Readonly<Record<string, ParameterValue>>;

/** What `encodeURIComponent` leaves alone but RFC 1738, as PHP does it, does not. */
const leftAlone = /[!'()*~]/g;

/** RFC 1738 as PHP does it: `A–Z a–z 0–9 - _ .` stay, a space becomes `+`, all other UTF-8 bytes `%XX`. */
function encodeText(text: string): string {
  const wellFormed = Buffer.from(text, 'utf8').toString('utf8');
  return encodeURIComponent(wellFormed)
    .replace(leftAlone, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function encodePairs(name: string, value: ParameterValue): string[] {
  if (value === null || value === undefined) {
    return [];
  }
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, item]: [string, ParameterValue]) =>
      encodePairs(`${name}[${key}]`, item),
    );
  }
  const text = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
  return [`${encodeText(name)}=${encodeText(text)}`];
}

/**
 * The request parameters as one string, exactly as PHP's `http_build_query(…, PHP_QUERY_RFC1738)` writes them.
 *
 * Names are sorted by bytes; null and undefined are dropped, an empty text keeps its name (facts sheet 1.2).
 */
export function encodeParameters(parameters: Parameters): string {
  return Object.keys(parameters)
    .sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
    .flatMap((name) => encodePairs(name, parameters[name]))
    .join('&');
}

/** Base64 of the **hexadecimal text** of an HMAC-SHA1, the form Zadarma uses everywhere: 56 characters. */
export function signText(text: string, secret: string): string {
  const hex = createHmac('sha1', secret).update(text, 'utf8').digest('hex');
  return Buffer.from(hex, 'latin1').toString('base64');
}

/**
 * Signature of a REST request (facts sheet 1.2).
 *
 * @param path as requested, with its trailing slash, without host and query: `/v1/info/balance/`
 * @param encoded the very string that is sent, from `encodeParameters`
 */
export function signRequest(path: string, encoded: string, secret: string): string {
  const digest = createHash('md5').update(encoded, 'utf8').digest('hex');
  return signText(path + encoded + digest, secret);
}
