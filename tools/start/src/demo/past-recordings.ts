import type { DateTime } from 'luxon';

/** A talk of the past. */
interface PastTalk {
  readonly direction: 'in' | 'out';
  readonly begunAt: DateTime;
  readonly seconds: number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

// The PBX is asked about each of them when the demo is new, some eighty in a minute.
const recordedShare = 0.45;
// It makes the sound when somebody wants to hear it: a second for two minutes.
const longestRecorded = 240;
const inTwoPartsShare = 0.15;
const longEnoughForTwo = 60;

/**
 * Ids of the recordings of a talk: of most none, of some two. The simulated PBX makes their sound from the id alone,
 * which therefore ends in `1` (in) or `2` (out) and the length in three digits.
 */
export function recordingsOf({ direction, begunAt, seconds, random }: PastTalk): string[] {
  if (seconds > longestRecorded || random() >= recordedShare) {
    return [];
  }
  const isDivided = seconds >= longEnoughForTwo && random() < inTwoPartsShare;
  const first = isDivided ? Math.floor(seconds * 0.4) : seconds;
  const id = (after: number, length: number): string => {
    const second = Math.floor(begunAt.toSeconds()) + after;
    const sequence = 1_000 + Math.floor(random() * 9_000);
    return `${second}.${sequence}${direction === 'in' ? 1 : 2}${String(length).padStart(3, '0')}`;
  };
  return isDivided ? [id(0, first), id(first, seconds - first)] : [id(0, seconds)];
}
