import type { RecordingState } from '@callboard/contracts';
import { DomainError } from '@callboard/platform';

type GoneCode = 'recording_missing' | 'recording_deleted' | 'recording_not_stored';

const words: Readonly<Record<GoneCode, string>> = {
  recording_missing:
    'Zadarma did not give this recording for a whole day. Have it asked for again on the card of the call.',
  recording_deleted: 'This recording was deleted.',
  recording_not_stored:
    'The file of this recording is not here. Ask for playback first; it says when and where.',
};

const gone = (code: GoneCode, reason: string | null): DomainError<GoneCode> =>
  new DomainError(code, words[code], reason === null ? {} : { details: { reason } });

/** Why a recording in this state cannot be read from here. */
export function notHere(state: RecordingState, reason: string | null): DomainError<GoneCode> {
  const isGone = state === 'missing' || state === 'deleted';
  return gone(isGone ? `recording_${state}` : 'recording_not_stored', reason);
}

export const playCursorNotValid = (): DomainError<'cursor_not_valid'> =>
  new DomainError('cursor_not_valid', 'The cursor is not from this list. Start again without one.');
