import { DomainError } from '@callboard/platform';

export const employeeNotFound = (id: string): DomainError =>
  new DomainError('employee_not_found', 'There is no such employee. Choose one from the list.', {
    details: { id },
  });

export const emailTaken = (): DomainError =>
  new DomainError('email_taken', 'Another employee has this e-mail address. Use another one.');

export const lastAdmin = (): DomainError =>
  new DomainError(
    'last_admin',
    'This is the last administrator who can sign in. Make somebody else an administrator first.',
  );

export const apiKeyNotFound = (): DomainError =>
  new DomainError('api_key_not_found', 'There is no such key. It may have been deleted already.');

export const invalidCredentials = (): DomainError =>
  new DomainError('invalid_credentials', 'The e-mail address or the password is wrong.');

export const tooManyAttempts = (retryAfterSeconds: number): DomainError =>
  new DomainError('too_many_attempts', 'Too many failed attempts. Wait before you try again.', {
    details: { retryAfterSeconds },
    retryable: true,
  });

export const setupTokenWrong = (): DomainError =>
  new DomainError(
    'setup_token_wrong',
    'This is not the set-up token. Copy it from the newest start-up lines of the server log.',
  );

export const setupDone = (): DomainError =>
  new DomainError('setup_done', 'Callboard has an administrator already. Sign in instead.');

export const cursorNotValid = (): DomainError =>
  new DomainError('cursor_not_valid', 'The cursor is not from this list. Start again without one.');
