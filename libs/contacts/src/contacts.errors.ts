import { DomainError } from '@callboard/platform';

/** A number that cannot be read; `path` as in the request body, for example `phones.1.number`. */
export interface PhoneProblem {
  readonly path: string;
  readonly message: string;
}

export const contactNotFound = (id: string): DomainError<'contact_not_found'> =>
  new DomainError('contact_not_found', 'There is no such contact. It may have been deleted.', {
    details: { id },
  });

export const managerNotFound = (id: string): DomainError<'manager_not_found'> =>
  new DomainError('manager_not_found', 'The manager is not an employee. Choose one from the list.', {
    details: { id },
  });

/** `details.errors` lists every number that cannot be read. */
export const phoneNotValid = (errors: readonly PhoneProblem[]): DomainError<'phone_not_valid'> =>
  new DomainError(
    'phone_not_valid',
    'A phone number cannot be read. Write it with + and the country code, for example +48 600 100 200.',
    { details: { errors } },
  );

export const cursorNotValid = (): DomainError<'cursor_not_valid'> =>
  new DomainError('cursor_not_valid', 'The cursor is not from this list. Start again without one.');

export const contactsImportRunning = (): DomainError<'contacts_import_running'> =>
  new DomainError(
    'contacts_import_running',
    'A file of contacts is being stored. Send the request again in some seconds.',
    { details: { retryAfterSeconds: 5 } },
  );
