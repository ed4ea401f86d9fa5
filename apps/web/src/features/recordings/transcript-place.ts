import type { TranscriptPhrase } from '@callboard/contracts';

/** Indexes of the phrase and of its word that are being said; null between and without. */
export interface TranscriptPlace {
  phrase: number | null;
  word: number | null;
}

/** Seconds after its end for which something still counts as being said: pauses are no reason to flicker. */
const linger = 1.5;

/** What is being said at a second of the recording; speakers may overlap, the latest to begin counts. */
export function placeOf(phrases: readonly TranscriptPhrase[], position: number | null): TranscriptPlace {
  if (position === null) {
    return { phrase: null, word: null };
  }
  const phrase = phrases.findLastIndex(
    ({ startSeconds, endSeconds }) =>
      startSeconds !== null &&
      startSeconds <= position &&
      (endSeconds === null || position < endSeconds + linger),
  );
  const word = phrases[phrase]?.words.findLastIndex(({ startSeconds }) => startSeconds <= position) ?? -1;
  return { phrase: phrase === -1 ? null : phrase, word: word === -1 ? null : word };
}
