import { DomainError } from '@callboard/platform';

/** Also for wishes that exist but are somebody else's. */
export const callRequestNotFound = (id: string): DomainError<'call_request_not_found'> =>
  new DomainError('call_request_not_found', 'There is no such call request, or it is not yours to see.', {
    details: { id },
  });

export const idempotencyKeyReused = (): DomainError<'idempotency_key_reused'> =>
  new DomainError(
    'idempotency_key_reused',
    'This Idempotency-Key was sent before with another number or contact. Take a new key for a new call.',
  );
