import * as z from 'zod';

/** Key of a row. */
export const id = z.uuid();

/** A moment, UTC ISO 8601 with milliseconds. */
export const moment = z.iso.datetime();

/** A phone number in E.164: `+48600100200`. */
export const e164 = z.string().regex(/^\+[1-9]\d{5,14}$/, 'must be a phone number with + and country code');

/** An extension of the PBX: 2 to 6 digits, normally three. */
export const extensionNumber = z.string().regex(/^\d{2,6}$/, 'must be an extension of 2 to 6 digits');

/** ISO 3166 alpha-2 country code. */
export const countryCode = z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as PL');

/** IANA time zone name, checked against those this machine knows. */
export const timeZone = z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Warsaw');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name.includes('/') || name === 'UTC';
  } catch {
    return false;
  }
}
