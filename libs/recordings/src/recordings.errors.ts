import { DomainError } from '@callboard/platform';

/** What can be wrong with a recording at its source. */
export type SourceErrorCode =
  'recording_not_ready' | 'recording_dead_link' | 'recording_not_audio' | 'recording_truncated';

const words: Readonly<Record<SourceErrorCode, string>> = {
  recording_not_ready: 'Zadarma does not have this recording, or not yet. Try again in a minute.',
  recording_dead_link: 'The recording cannot be downloaded from Zadarma any more. Try again in a minute.',
  recording_not_audio: 'What Zadarma sent as the recording is not an audio file. Try again in a minute.',
  recording_truncated: 'The recording broke off while it was being downloaded. Try again in a minute.',
};

/** Something is wrong with the recording at its source; a later try may go better. */
export const sourceError = (code: SourceErrorCode, cause?: unknown): DomainError<SourceErrorCode> =>
  new DomainError(code, words[code], { retryable: true, ...(cause !== undefined && { cause }) });

export const recordingAskedRecently = (retryAfterSeconds: number): DomainError<'recording_asked_recently'> =>
  new DomainError(
    'recording_asked_recently',
    `Zadarma was asked for this recording a moment ago. Ask again in ${retryAfterSeconds} s.`,
    { retryable: true, details: { retryAfterSeconds } },
  );

export const recordingNotFound = (id: string): DomainError<'recording_not_found'> =>
  new DomainError('recording_not_found', 'There is no such recording, or it is not yours to hear.', {
    details: { id },
  });
