import { DomainError } from '@callboard/platform';

export const recordingHeld = (): DomainError<'recording_held'> =>
  new DomainError('recording_held', 'This recording is under legal hold. Lift the hold first.');

export const recordingBusy = (): DomainError<'recording_busy'> =>
  new DomainError('recording_busy', 'This recording is being fetched at the moment. Try again in a minute.', {
    retryable: true,
  });

export const retentionOff = (): DomainError<'retention_off'> =>
  new DomainError(
    'retention_off',
    'Recordings are kept for ever. Set after how many days they are deleted first.',
  );

export const partNotKnown = (): DomainError<'source_part_not_known'> =>
  new DomainError(
    'source_part_not_known',
    'Zadarma never named this part, and other parts of its call are to be kept. Delete it in the Zadarma cabinet.',
  );
