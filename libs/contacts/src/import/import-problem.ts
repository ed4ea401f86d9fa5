import {
  type ContactImportProblem,
  type ContactImportProblemCode,
  contactLimits,
} from '@callboard/contracts';
import type { TableRow } from './read-table';

/** Why a row is left out; all but the row itself. */
export type RowProblem = Omit<ContactImportProblem, 'line' | 'row' | 'cells' | 'message'>;

const messages: Readonly<Record<ContactImportProblemCode, string>> = {
  name_missing: 'The row has neither a name nor a company. Write one.',
  phone_missing: 'The row has neither a phone number nor an external id to know it by. Write one.',
  phone_not_readable:
    'This is not a phone number. Write it with + and the country code, and nothing else beside it.',
  phone_rounded:
    'The spreadsheet has rounded the number. Format the column as text and enter the number anew.',
  phone_repeated: 'An earlier row has the same number. Put both into one row, or give each an external id.',
  phone_of_another:
    'The number belongs to a stored contact of another name. If it is the same customer, write the same name or let ' +
    'the file replace it; add another one by hand.',
  too_many_phones: `A contact may have ${contactLimits.phones} numbers. Remove some.`,
  text_too_long: `A name, company or external id may have ${contactLimits.text} characters. Shorten it.`,
  manager_unknown:
    'No active employee has this e-mail address or name. Correct it, or add the employee first.',
  manager_ambiguous: 'Several employees have this name. Write the e-mail address instead.',
  external_id_repeated: 'An earlier row has the same external id. Keep one of them.',
  contact_repeated: 'An earlier row is the same stored contact. Put both into one row.',
};

/** A problem with what it is about. */
export const rowProblem = (code: ContactImportProblemCode, about: Partial<RowProblem> = {}): RowProblem => ({
  code,
  value: null,
  otherRow: null,
  otherContact: null,
  ...about,
});

/** The problem as it is reported. */
export const reportProblem = (problem: RowProblem, { line, row, cells }: TableRow): ContactImportProblem => ({
  line,
  row,
  message: messages[problem.code],
  ...problem,
  cells: [...cells],
});
