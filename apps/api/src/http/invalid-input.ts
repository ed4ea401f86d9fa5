/**
 * Codes of rooms about input that fits its schema and is still wrong. To programs all wrong input is
 * `validation_failed`; the room's own code stands at the field. The value is the field's path, null where the error
 * names the fields itself in `details.errors`.
 */
export const inputCodes: Readonly<Record<string, string | null>> = {
  country_not_known: 'defaultCountry',
  cursor_not_valid: 'cursor',
  manager_not_found: 'managerId',
  phone_not_valid: null,
};

/**
 * NUL, or half of a surrogate pair: JSON and addresses can carry them, PostgreSQL's text and jsonb cannot. SQLSTATE
 * 22021 character not in repertoire, 22P05 untranslatable character, 22P02 invalid text representation
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const unstorableCodes: readonly unknown[] = ['22021', '22P05', '22P02'];

/** True if an error means that a text of the request cannot be stored, or looked for, by PostgreSQL. */
export function isUnstorable(error: unknown): boolean {
  return error instanceof Error && unstorableCodes.includes((error as { code?: unknown }).code);
}
