import type { TranscriptHit, TranscriptPhrase } from '@callboard/contracts';
import { beginsWithAny, wordsIn } from './spoken-words';

/** Characters of a phrase that are shown before and after the first word found. */
const before = 60;
const after = 120;

/**
 * The place that answers a search best: the phrase with most of the beginnings, the earliest of equals.
 *
 * @param beginnings folded beginnings of words
 */
export function bestPlace(
  phrases: readonly TranscriptPhrase[],
  beginnings: readonly string[],
): Pick<TranscriptHit, 'snippet' | 'startSeconds'> {
  let best: { phrase: TranscriptPhrase; found: number } | undefined;
  for (const phrase of phrases) {
    const found = beginnings.filter((beginning) => beginsWithAny(phrase.text, [beginning])).length;
    if (found > (best?.found ?? 0)) {
      best = { phrase, found };
    }
  }
  if (!best) {
    return { snippet: '', startSeconds: null };
  }
  const { phrase } = best;
  const first = phrase.words.find(({ text }) => beginsWithAny(text, beginnings));
  return {
    snippet: marked(phrase.text, beginnings),
    startSeconds: first?.startSeconds ?? phrase.startSeconds,
  };
}

/** The text around the first word found, every found word between `«` and `»`. */
function marked(text: string, beginnings: readonly string[]): string {
  const found = wordsIn(text).filter((word) => beginsWithAny(word.text, beginnings));
  const first = found[0]?.at ?? 0;
  const from = first <= before ? 0 : Math.min(first, startOfWord(text, first - before));
  const to = text.length <= first + after ? text.length : endOfWord(text, first + after);
  let snippet = from > 0 ? '… ' : '';
  let at = from;
  for (const word of found.filter((one) => one.at >= from && one.at + one.text.length <= to)) {
    snippet += `${text.slice(at, word.at)}«${word.text}»`;
    at = word.at + word.text.length;
  }
  return `${snippet}${text.slice(at, to)}${to < text.length ? ' …' : ''}`;
}

function startOfWord(text: string, at: number): number {
  const space = text.indexOf(' ', at);
  return space < 0 ? at : space + 1;
}

function endOfWord(text: string, at: number): number {
  const space = text.lastIndexOf(' ', at);
  return space < 0 ? at : space;
}
