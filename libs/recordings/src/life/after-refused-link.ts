import type { RecordingState } from '@callboard/contracts';
import { afterFailure, saysAbsent } from './after-failure';
import { afterStep } from './recording-life';

/** A link that a listener asked Zadarma for and did not get. */
export interface RefusedLink {
  readonly state: RecordingState;
  /** Stable code of what went wrong. */
  readonly code: string;
  /** From when on the file could be had at all; null if nobody knows. */
  readonly availableFrom: Date | null;
  readonly now: Date;
}

/** How the recording goes on. */
export interface SoughtAgain {
  readonly state: RecordingState;
  readonly reason: string;
  readonly fetchAttempts: number;
  readonly nextAttemptAt: Date;
}

/**
 * What follows when Zadarma says that the file of a recording that stays there is gone. Pure. Nobody takes that from one
 * answer: a PBX in trouble refuses as well. So the refusal counts as the first attempt of a retry ladder, and the ladder
 * finds the file again or makes the recording missing. Null if nothing follows: the code tells nothing of this file, or
 * the recording does not rest at Zadarma.
 */
export function afterRefusedLink({ state, code, availableFrom, now }: RefusedLink): SoughtAgain | null {
  if (state !== 'remote' || !saysAbsent(code)) {
    return null;
  }
  const first = { code, attempts: 1, availableFrom: availableFrom ?? now, now };
  const after = afterFailure(first);
  return after.kind === 'retry'
    ? {
        state: afterStep(state, 'attempted'),
        reason: code,
        fetchAttempts: after.attempts,
        nextAttemptAt: after.at,
      }
    : null;
}
