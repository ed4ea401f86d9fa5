import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** A number as it will be dialled. */
export interface PhoneReading {
  /** Grouped the way its country groups it, with the country code. */
  shown: string;
  /** ISO 3166 code; null for numbers of no country. */
  country: string | null;
}

/**
 * Reads what was typed as a phone number; null while it is none yet.
 *
 * Weighs as much as a small screen with its tables of all countries, so it is fetched when first wanted.
 */
export function readPhone(text: string, defaultCountry: string): PhoneReading | null {
  const country: CountryCode | undefined = isSupportedCountry(defaultCountry) ? defaultCountry : undefined;
  const number = parsePhoneNumberFromString(text, {
    ...(country ? { defaultCountry: country } : {}),
    extract: false,
  });
  return number?.isPossible()
    ? { shown: number.formatInternational(), country: number.country ?? null }
    : null;
}
