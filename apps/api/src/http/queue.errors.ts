import { DomainError } from '@callboard/platform';

/** `message` says what was done, what was not, and what the user can do. */
export const queueUnavailable = (message: string): DomainError =>
  new DomainError('queue_unavailable', message, { retryable: true });
