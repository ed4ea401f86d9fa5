import { DomainError } from '@callboard/platform';

export const storageKeyNotValid = (): DomainError<'storage_key_not_valid'> =>
  new DomainError('storage_key_not_valid', 'This is not a name that recordings are kept under.');

export const recordingTooLarge = (maxBytes: number): DomainError<'recording_too_large'> =>
  new DomainError(
    'recording_too_large',
    `The file is larger than the ${maxBytes} bytes allowed for a recording.`,
    {
      details: { maxBytes },
    },
  );

export const recordingFileMissing = (): DomainError<'recording_file_missing'> =>
  new DomainError('recording_file_missing', 'The file of this recording is no longer in the storage.');

export const storageUnavailable = (cause: unknown): DomainError<'recording_storage_unavailable'> =>
  new DomainError(
    'recording_storage_unavailable',
    'The storage of recordings cannot be reached or is full. Look at its disk or its S3 settings, then try again.',
    { retryable: true, cause },
  );
