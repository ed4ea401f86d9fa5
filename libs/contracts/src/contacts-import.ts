import * as z from 'zod';
import { contactSource } from './contacts';
import { id } from './values';

/** The most that one file may hold. */
export const contactImportLimits = { bytes: 10 * 1_048_576, rows: 50_000, columns: 100 } as const;

/**
 * What a column of an imported file holds. `phone` may stand several times; `manager` is an e-mail address or a name;
 * a contact whose file gives no name is named after its company.
 */
export const contactImportField = z.enum([
  'name',
  'firstName',
  'lastName',
  'company',
  'phone',
  'manager',
  'externalId',
  'ignore',
]);
export type ContactImportField = z.infer<typeof contactImportField>;

const yesOrNo = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

export const contactImportQuery = z.object({
  /** Only says what would happen. */
  dryRun: yesOrNo,
  /** Lets the file replace name, company and manager of contacts that are there already. */
  overwrite: yesOrNo,
  /** What each column holds, in the file's order: `name,phone,phone,ignore`. Without, the header row decides. */
  columns: z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',') : value),
    z.array(contactImportField).min(1).max(contactImportLimits.columns).optional(),
  ),
  /** The system whose external ids the file holds; the same id of another system is another contact. */
  source: contactSource.default('import'),
});
export type ContactImportQuery = z.infer<typeof contactImportQuery>;

/** Why a row was left out. */
export const contactImportProblemCode = z.enum([
  'name_missing',
  'phone_missing',
  'phone_not_readable',
  'phone_rounded',
  'phone_repeated',
  'phone_of_another',
  'too_many_phones',
  'text_too_long',
  'manager_unknown',
  'manager_ambiguous',
  'external_id_repeated',
  'contact_repeated',
]);
export type ContactImportProblemCode = z.infer<typeof contactImportProblemCode>;

export const contactImportProblem = z
  .object({
    /** Where the row begins in the file's text; its first line is 1. */
    line: z.number().int(),
    /** Which row of the spreadsheet it is; its header is 1. Differs where a cell has several lines. */
    row: z.number().int(),
    code: contactImportProblemCode,
    /** In words, with what to do. */
    message: z.string(),
    /** What it is about, as the file has it. */
    value: z.string().nullable(),
    /** The row of the spreadsheet that said the same before. */
    otherRow: z.number().int().nullable(),
    /** The stored contact that stands in the way. */
    otherContact: z.object({ id, name: z.string() }).nullable(),
    /** The whole row. */
    cells: z.array(z.string()),
  })
  .meta({ id: 'ContactImportProblem' });
export type ContactImportProblem = z.infer<typeof contactImportProblem>;

export const contactImportReport = z
  .object({
    dryRun: z.boolean(),
    /** How the file was read. */
    file: z.object({
      charset: z.string(),
      delimiter: z.string(),
      /** Without the header row and empty ones. */
      rows: z.number().int(),
      columns: z.array(
        z.object({ header: z.string(), field: contactImportField, samples: z.array(z.string()).max(3) }),
      ),
    }),
    added: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    failed: z.number().int(),
    /** Rows, among the updated and unchanged, whose name, company or manager was not taken because another is stored. */
    kept: z.number().int(),
    /** The rows left out, at most the first 1,000. */
    problems: z.array(contactImportProblem),
  })
  .meta({ id: 'ContactImportReport' });
export type ContactImportReport = z.infer<typeof contactImportReport>;
