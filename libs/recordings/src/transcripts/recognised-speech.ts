import type { CallDirection, TranscriptPhrase } from '@callboard/contracts';

/** A word as recognised; seconds from the start of the recording. */
export interface RecognisedWord {
  readonly text: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** What one channel of the recording says: words with times, or only a text. */
export interface RecognisedPart {
  readonly channel: string | null;
  readonly text: string;
  readonly words: readonly RecognisedWord[];
}

/** Silence after which somebody begins a new phrase. */
const pauseSeconds = 1.2;

/**
 * Who speaks on a channel: our side is channel 1 on outgoing and channel 2 on incoming calls (facts sheet 2.9,
 * observed, not documented).
 */
export function speakerOf(channel: string | null, direction: CallDirection): TranscriptPhrase['speaker'] {
  if (channel !== '1' && channel !== '2') {
    return 'unknown';
  }
  const ours = direction === 'outgoing' ? '1' : '2';
  return channel === ours ? 'employee' : 'customer';
}

/** The conversation as phrases in the order they begin; those without times keep their order, at the end. */
export function toPhrases(parts: readonly RecognisedPart[], direction: CallDirection): TranscriptPhrase[] {
  const phrases = parts.flatMap(({ channel, text, words }) => {
    const speaker = speakerOf(channel, direction);
    const spoken = words.map(cleaned).filter((word) => word.text !== '');
    return spoken.length > 0 ? timed(speaker, spoken) : untimed(speaker, clean(text));
  });
  return phrases.sort((one, other) => (one.startSeconds ?? Infinity) - (other.startSeconds ?? Infinity) || 0);
}

function timed(speaker: TranscriptPhrase['speaker'], words: readonly RecognisedWord[]): TranscriptPhrase[] {
  const runs: RecognisedWord[][] = [];
  for (const word of [...words].sort((one, other) => one.startSeconds - other.startSeconds)) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && word.startSeconds - before.endSeconds < pauseSeconds) {
      run.push(word);
    } else {
      runs.push([word]);
    }
  }
  return runs.map((run) => ({
    speaker,
    startSeconds: run[0]?.startSeconds ?? null,
    endSeconds: Math.max(...run.map(({ endSeconds }) => endSeconds)),
    text: run.map(({ text }) => text).join(' '),
    words: run,
  }));
}

function untimed(speaker: TranscriptPhrase['speaker'], text: string): TranscriptPhrase[] {
  return text === '' ? [] : [{ speaker, startSeconds: null, endSeconds: null, text, words: [] }];
}

function cleaned({ text, startSeconds, endSeconds }: RecognisedWord): RecognisedWord {
  const start = Math.max(0, startSeconds);
  return { text: clean(text), startSeconds: start, endSeconds: Math.max(start, endSeconds) };
}

/** As PostgreSQL can store it and people read it. */
function clean(text: string): string {
  return text
    .replace(/[\0\p{Surrogate}]/gu, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
}
