import { DomainError } from '@callboard/platform';

/** `line` (from 1): where the row begins that cannot be told from the next; null if it is the whole file. */
export const csvNotReadable = (line: number | null): DomainError<'csv_not_readable'> =>
  new DomainError(
    'csv_not_readable',
    line === null
      ? 'The file is not text in the character set it claims. Save it as CSV UTF-8 and send it again.'
      : `The row that begins on line ${line} never ends. Look for a quotation mark that is not closed.`,
    { details: { line } },
  );

export const csvIsWorkbook = (): DomainError<'csv_is_workbook'> =>
  new DomainError(
    'csv_is_workbook',
    'This is an Excel workbook or another archive. In Excel choose File, Save as, CSV UTF-8.',
  );

export const csvEmpty = (): DomainError<'csv_empty'> =>
  new DomainError('csv_empty', 'The file has no rows below its header row.');

/** The first row is a customer; taken for names of columns it would be lost. */
export const csvHeaderMissing = (): DomainError<'csv_header_missing'> =>
  new DomainError(
    'csv_header_missing',
    'The first row holds a phone number. Put a row with the names of the columns above it.',
  );

export const csvTooLong = (rows: number): DomainError<'csv_too_long'> =>
  new DomainError('csv_too_long', `A file may have ${rows} rows. Import the rest from a second one.`, {
    details: { rows },
  });

/** `missing`: what no column holds. */
export const csvColumnMissing = (missing: 'name' | 'phone'): DomainError<'csv_column_missing'> =>
  new DomainError(
    'csv_column_missing',
    missing === 'name'
      ? 'No column holds a name. Say in `columns` which one is the name, first name, last name or company.'
      : 'No column holds a phone number or an external id. Say in `columns` which one does.',
    { details: { missing } },
  );
