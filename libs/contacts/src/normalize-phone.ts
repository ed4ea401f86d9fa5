import parse, { type CountryCode, isSupportedCountry, type PhoneNumber } from 'libphonenumber-js/max';

const spacing = /[\s().\-/\u2010-\u2015]/g;
const e164 = /^\+[1-9]\d{5,14}$/;
/** The longest thing still taken for an extension of the PBX or a service number. */
const longestExtension = 5;

/**
 * The E.164 form of a phone number as people and the PBX write it, or null if it names no subscriber: hidden callers
 * (`anonymous`, empty, `0`), extensions and other numbers of up to five digits, and plain garbage.
 *
 * With `+` or `00` the number says its country itself. Bare digits may be either national (with or without the
 * leading 0) in `country`, an ISO 3166 alpha-2 code, or international with the plus left out, as the PBX sends them at
 * times. The first reading that is an assigned number wins, national first: `421234567` is Łódź and not Slovakia. Only
 * if none is assigned does the length alone decide, so that number ranges newer than our metadata still match.
 */
export function normalizePhone(raw: string, country: string): string | null {
  const compact = compactPhone(raw);
  if (!/^\+?\d+$/.test(compact) || compact.length <= longestExtension) {
    return null;
  }
  const readings = readingsOf(compact, country);
  const found =
    readings.find((reading) => reading.isValid()) ?? readings.find((reading) => reading.isPossible());
  return found && e164.test(found.number) ? found.number : null;
}

/** True for the ISO 3166 alpha-2 code of a country whose numbers can be read. */
export const isPhoneCountry = (code: string): boolean => isSupportedCountry(code);

/** Digits with the plus of an international number, `00` and the courtesy `(0)` resolved. */
function compactPhone(raw: string): string {
  const trimmed = raw.trim();
  const unprefixed = /^\(?(\+|00)/.test(trimmed) ? trimmed.replace('(0)', '') : trimmed;
  return unprefixed.replace(spacing, '').replace(/^00/, '+');
}

/** Every way to read the digits, the likeliest first. */
function readingsOf(compact: string, country: string): PhoneNumber[] {
  const national = isSupportedCountry(country) ? country : undefined;
  if (compact.startsWith('+')) {
    return [read(compact)].filter(isRead);
  }
  if (!compact.startsWith('0')) {
    return [read(compact, national), read(`+${compact}`)].filter(isRead);
  }
  // Some countries dial no 0 (Poland) and yet it is written; in others (Italy) it belongs to the number.
  const written = read(compact, national);
  const withoutZero = read(compact.slice(1), national);
  return (written?.isValid() ? [written] : [withoutZero, written]).filter(isRead);
}

function read(text: string, country?: CountryCode): PhoneNumber | undefined {
  return parse(text, { defaultCountry: country, extract: false });
}

const isRead = (reading: PhoneNumber | undefined): reading is PhoneNumber => reading !== undefined;
