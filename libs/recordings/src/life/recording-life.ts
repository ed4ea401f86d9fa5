import type { RecordingState } from '@callboard/contracts';
import { DomainError } from '@callboard/platform';

/** What can happen to a recording. */
export type RecordingStep =
  /** Somebody began to look for it or to fetch it. */
  | 'attempted'
  /** It is at Zadarma and stays there. */
  | 'found'
  /** Its file is here. */
  | 'stored'
  /** Zadarma does not have it, or what it has is no recording. */
  | 'givenUp'
  /** Something new was told of it, after it was given up. */
  | 'toldAgain'
  /** A person wants it to be looked for once more, after it was given up. */
  | 'askedAgain'
  /** A person or retention removed it. */
  | 'deleted';

/** Where each step leads from each state; a step that is not named is not allowed there. */
const steps: Readonly<Record<RecordingState, Partial<Record<RecordingStep, RecordingState>>>> = {
  expected: { attempted: 'fetching', deleted: 'deleted' },
  fetching: {
    // An attempt that failed, or whose process died, is followed by another.
    attempted: 'fetching',
    found: 'remote',
    stored: 'ready',
    givenUp: 'missing',
    deleted: 'deleted',
  },
  // The PBX overwrites old files, so a fetch on demand may end as missing.
  remote: { attempted: 'fetching', deleted: 'deleted' },
  missing: { toldAgain: 'expected', askedAgain: 'fetching', deleted: 'deleted' },
  ready: { deleted: 'deleted' },
  deleted: {},
};

/** True while nobody knows yet whether there is a recording. */
export const isAwaited = (state: RecordingState): boolean => state === 'expected' || state === 'fetching';

/** @throws DomainError `recording_step_not_allowed` */
export function afterStep(state: RecordingState, step: RecordingStep): RecordingState {
  const after = steps[state][step];
  if (after === undefined) {
    throw new DomainError('recording_step_not_allowed', `A recording that is ${state} cannot be ${step}.`);
  }
  return after;
}

/** States in which the step is allowed. */
export function statesBefore(step: RecordingStep): RecordingState[] {
  return (Object.keys(steps) as RecordingState[]).filter((state) => steps[state][step] !== undefined);
}
