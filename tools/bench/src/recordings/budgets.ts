import { figure } from '../intake/table';

/** What came of a run. */
export interface RecordingsOutcome {
  readonly ready: number;
  readonly files: number;
  /** Files that were begun and never ended. */
  readonly half: number;
  /** Requests that the PBX refused because of its limit. */
  readonly refused: number;
  /** Resident memory of the worker at its peak, above what it has when idle. */
  readonly growthMiB: number;
}

export interface RecordingsBudget {
  readonly recordings: number;
  readonly growthMiB: number;
}

/** In words, what a run missed; nothing if it kept its budget. */
export function shortcomings(
  { ready, files, half, refused, growthMiB }: RecordingsOutcome,
  budget: RecordingsBudget,
): string[] {
  const missed = [
    [ready < budget.recordings, `${budget.recordings - ready} recordings are not ready`],
    [files !== ready, `${ready} recordings are ready, and there are ${files} files`],
    [half > 0, `${half} half files are left`],
    [refused > 0, `${refused} requests were refused`],
    // Written so that memory that could not be read misses the budget.
    [!(growthMiB <= budget.growthMiB), `memory grew by ${figure(growthMiB)} MiB of ${budget.growthMiB}`],
  ] as const;
  return missed.flatMap(([isMissed, words]) => (isMissed ? [words] : []));
}
