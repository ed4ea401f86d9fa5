import type { RecordingState } from '@callboard/contracts';

const dayMs = 24 * 3_600_000;

/** What the rule looks at. */
export interface RetainedRecording {
  readonly state: RecordingState;
  readonly legalHold: boolean;
  readonly callEndedAt: Date | null;
  readonly createdAt: Date;
  /** Until when an attempt to fetch it has it for itself; null without one. */
  readonly leasedUntil: Date | null;
}

/** `delete` it; `held`: due, but somebody asked to keep it; `keep`. */
export type RetentionVerdict = 'delete' | 'held' | 'keep';

/** States with something to delete, or something that would otherwise be fetched after the limit. */
export const deletableStates = ['expected', 'fetching', 'ready', 'remote'] satisfies RecordingState[];

/** Calls that ended then or before are older than the limit; null without a limit. */
export function retentionLimit(retentionDays: number | null, now: Date): Date | null {
  return retentionDays === null ? null : new Date(now.getTime() - retentionDays * dayMs);
}

/**
 * What retention does with a recording. Its age counts from the end of the call, which may never have been told: then
 * from when we heard of the recording. One that is being fetched at this moment waits for the next run.
 */
export function retentionVerdict(
  recording: RetainedRecording,
  limit: Date | null,
  now: Date,
): RetentionVerdict {
  const { state, legalHold, callEndedAt, createdAt, leasedUntil } = recording;
  const isDeletable = (deletableStates as readonly RecordingState[]).includes(state);
  if (limit === null || !isDeletable || (callEndedAt ?? createdAt) > limit) {
    return 'keep';
  }
  if (legalHold) {
    return 'held';
  }
  return leasedUntil !== null && leasedUntil > now ? 'keep' : 'delete';
}
