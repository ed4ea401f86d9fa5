import { DomainError } from '@callboard/platform';

export const notSignedIn = (): DomainError =>
  new DomainError('not_signed_in', 'Sign in, or send an API key as "Authorization: Bearer <key>".');

export const invalidApiKey = (): DomainError =>
  new DomainError('invalid_api_key', 'The API key is not valid. It may have been deleted.');

export const forbidden = (): DomainError =>
  new DomainError('forbidden', 'Your role or key does not allow this. Ask an administrator.');
