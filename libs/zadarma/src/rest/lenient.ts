import { parse } from 'lossless-json';
import * as z from 'zod';

/**
 * Parses JSON so that every number stays the text it was sent as: ids such as `1759098756.12265976` would change in a
 * JavaScript number.
 *
 * @throws SyntaxError
 */
export function parseLossless(text: string): unknown {
  return parse(text, undefined, { parseNumber: (digits) => digits });
}

/** Text, however it was sent: numbers as their digits, flags as words. */
export const looseText = z.union([z.string(), z.number(), z.boolean()]).transform((value) => String(value));

/** A number sent as number or text. */
export const looseNumber = looseText.pipe(
  z
    .string()
    .trim()
    .regex(/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/, 'must be a number')
    .transform(Number),
);

/** A flag sent as boolean, `"true"`, `"1"`, `1` or `"on"`. */
export const looseFlag = looseText.transform((value) => ['true', '1', 'on'].includes(value.toLowerCase()));

/** Text that may be missing, null, or a `false` that stands for nothing. */
export const looseOptionalText = z
  .union([looseText, z.null()])
  .optional()
  .transform((value) => (value === undefined || value === null || value === 'false' ? null : value));
