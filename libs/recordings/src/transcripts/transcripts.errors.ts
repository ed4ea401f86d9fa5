import { DomainError } from '@callboard/platform';

export const transcriptImpossible = (): DomainError<'transcript_impossible'> =>
  new DomainError(
    'transcript_impossible',
    'There is no audio to recognise: the recording was deleted, or Zadarma does not have it.',
  );

export const transcriptTooEarly = (): DomainError<'transcript_too_early'> =>
  new DomainError('transcript_too_early', 'The recording is not ready yet. Try again in a minute.', {
    retryable: true,
  });

export const cursorNotValid = (): DomainError<'cursor_not_valid'> =>
  new DomainError('cursor_not_valid', 'The cursor is not from this list. Start again without one.');
