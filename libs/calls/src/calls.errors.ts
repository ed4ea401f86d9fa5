import { DomainError } from '@callboard/platform';

/** Also for calls that exist but are not the viewer's to see. */
export const callNotFound = (id: string): DomainError<'call_not_found'> =>
  new DomainError('call_not_found', 'There is no such call, or it is not yours to see.', { details: { id } });

export const cursorNotValid = (): DomainError<'cursor_not_valid'> =>
  new DomainError('cursor_not_valid', 'The cursor is not from this list. Start again without one.');
