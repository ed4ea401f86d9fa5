import type { Transcript } from '@callboard/contracts';
import type { RecognitionState } from './speech-recogniser.port';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const waits = [
  5 * second,
  10 * second,
  20 * second,
  minute,
  2 * minute,
  5 * minute,
  15 * minute,
  30 * minute,
];
/** Recognition that takes longer than this never ends. */
const longestMs = 24 * hour;

/** A transcript that is waited for. */
export interface AwaitedTranscript {
  /** Whether a person wants it; else only a notification made us look. */
  readonly asked: boolean;
  /** Whether we started the recognition. */
  readonly started: boolean;
  /** Attempts so far, this one included. */
  readonly attempts: number;
  readonly requestedAt: Date;
}

/** What follows from an answer of the recogniser. */
export type AfterLook =
  | { readonly kind: 'store' }
  | { readonly kind: 'start' }
  | { readonly kind: 'wait'; readonly at: Date; readonly reason: string | null }
  | {
      readonly kind: 'end';
      readonly state: Extract<Transcript['state'], 'failed' | 'unavailable'>;
      readonly reason: string;
    }
  /** Nobody asked for it and there is nothing: as if we had never looked. */
  | { readonly kind: 'forget' };

/** Pure. Recognition is only started for a person, and once for each request, since it costs money. */
export function afterLook(state: RecognitionState, awaited: AwaitedTranscript, now: Date): AfterLook {
  if (state === 'recognised') {
    return { kind: 'store' };
  }
  if (state === 'in_progress') {
    return waitOn(awaited, now, null);
  }
  if (!awaited.asked) {
    return { kind: 'forget' };
  }
  if (state === 'not_available') {
    return { kind: 'end', state: 'unavailable', reason: 'recognition_not_available' };
  }
  if (!awaited.started) {
    return { kind: 'start' };
  }
  return state === 'failed'
    ? { kind: 'end', state: 'failed', reason: 'recognition_failed' }
    : waitOn(awaited, now, null);
}

/** What follows when the recogniser could not be asked. */
export function afterFailedLook(
  failure: { readonly code: string; readonly retryable: boolean; readonly retryAfterSeconds?: number },
  awaited: AwaitedTranscript,
  now: Date,
): AfterLook {
  const { code, retryable, retryAfterSeconds } = failure;
  if (code === 'recognition_seconds_used_up' || code === 'recognition_refused') {
    return { kind: 'end', state: 'unavailable', reason: code };
  }
  if (!retryable) {
    return awaited.asked ? { kind: 'end', state: 'failed', reason: code } : { kind: 'forget' };
  }
  return waitOn(awaited, now, code, retryAfterSeconds);
}

function waitOn(
  { asked, attempts, requestedAt }: AwaitedTranscript,
  now: Date,
  reason: string | null,
  retryAfterSeconds = 0,
): AfterLook {
  if (now.getTime() - requestedAt.getTime() >= longestMs) {
    return asked
      ? { kind: 'end', state: 'failed', reason: reason ?? 'recognition_timed_out' }
      : { kind: 'forget' };
  }
  const wait = Math.max(waits[attempts - 1] ?? hour, retryAfterSeconds * second);
  return { kind: 'wait', at: new Date(now.getTime() + wait), reason };
}
