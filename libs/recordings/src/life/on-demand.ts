import type { RecordingState } from '@callboard/contracts';

const minute = 60_000;
/** A demand that was answered by a failed attempt is repeated at once only after this long. */
const demandCountsForMs = 5 * minute;
/** How soon it is worth asking again while something is under way. */
const soonSeconds = 2;
const tooLarge = 'recording_too_large';
/** While the call still lives nobody knows. */
const callLivesMs = 40_000;

/** What is known about a recording that somebody wants to hear. */
export interface Demanded {
  readonly state: RecordingState;
  readonly reason: string | null;
  readonly availableFrom: Date | null;
  readonly nextAttemptAt: Date | null;
  readonly leaseId: string | null;
  readonly demandedAt: Date | null;
}

/** What somebody who wants to hear a recording gets. */
export type Demand =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'pending';
      readonly retryAfterSeconds: number;
      /** What went wrong last, if anything: a stable code. */
      readonly reason: string | null;
      /** Whoever asked must see that the fetch begins now. */
      readonly fetchNow: boolean;
    }
  | {
      /** Never to be heard from here. */
      readonly kind: 'gone';
      readonly state: 'missing' | 'deleted' | 'remote';
      readonly reason: string | null;
    };

/** The answer, and whether the row must say that somebody waits, or even that the next attempt is due now. */
export interface DemandDecision {
  readonly answer: Demand;
  readonly note: 'nothing' | 'waits' | 'due_now';
}

/**
 * What to do when somebody wants to hear a recording. Pure. Asking again and again never asks the PBX again and again:
 * only the first demand in five minutes brings the next attempt forward.
 */
export function onDemand(recording: Demanded, now: Date): DemandDecision {
  const { state, reason } = recording;
  if (state === 'ready') {
    return { answer: { kind: 'local' }, note: 'nothing' };
  }
  if (state === 'missing' || state === 'deleted' || (state === 'remote' && reason === tooLarge)) {
    return { answer: { kind: 'gone', state, reason }, note: 'nothing' };
  }
  return stillToCome(recording, now);
}

function stillToCome(recording: Demanded, now: Date): DemandDecision {
  const { reason, availableFrom, nextAttemptAt, leaseId, demandedAt } = recording;
  const pending = (until: Date | null, fetchNow = false): Demand => {
    const seconds = until ? Math.ceil((until.getTime() - now.getTime()) / 1_000) : 0;
    return { kind: 'pending', retryAfterSeconds: Math.max(soonSeconds, seconds), reason, fetchNow };
  };
  const earliest = availableFrom ?? new Date(now.getTime() + callLivesMs);
  if (now < earliest) {
    return { answer: pending(earliest), note: 'waits' };
  }
  const isPlanned = nextAttemptAt !== null && nextAttemptAt > now;
  if (leaseId !== null && isPlanned) {
    return { answer: pending(null), note: 'nothing' };
  }
  const wasDemanded = demandedAt !== null && now.getTime() - demandedAt.getTime() < demandCountsForMs;
  if (wasDemanded && isPlanned) {
    return { answer: pending(nextAttemptAt), note: 'nothing' };
  }
  const isDue = wasDemanded && nextAttemptAt !== null;
  return { answer: pending(null, true), note: isDue ? 'nothing' : 'due_now' };
}
