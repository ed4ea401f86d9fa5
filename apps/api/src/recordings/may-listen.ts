import { callsLimitedTo, isAllowed, type Principal } from '@callboard/auth';
import type { CallAudio } from '@callboard/recordings';

/**
 * True if the principal may hear the call: administrators and keys all calls, agents those they took part in. A
 * contact's manager sees the call, and does not hear it.
 */
export function mayListen(
  principal: Principal,
  audio: Pick<CallAudio, 'participantIds'> | undefined,
): boolean {
  if (!audio || !isAllowed(principal, 'recordings.listen')) {
    return false;
  }
  const limitedTo = callsLimitedTo(principal);
  return limitedTo === null || audio.participantIds.includes(limitedTo);
}
