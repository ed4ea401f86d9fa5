import fc from 'fast-check';
import { type RecognisedPart, speakerOf, toPhrases } from './recognised-speech';

const part = (channel: string | null, ...words: [string, number, number][]): RecognisedPart => ({
  channel,
  text: '',
  words: words.map(([text, startSeconds, endSeconds]) => ({ text, startSeconds, endSeconds })),
});

describe('recognised speech', () => {
  it('knows our side by the channel and the direction', () => {
    expect(speakerOf('1', 'outgoing')).toBe('employee');
    expect(speakerOf('2', 'outgoing')).toBe('customer');
    expect(speakerOf('1', 'incoming')).toBe('customer');
    expect(speakerOf('2', 'incoming')).toBe('employee');
    expect(speakerOf('3', 'incoming')).toBe('unknown');
    expect(speakerOf(null, 'outgoing')).toBe('unknown');
  });

  it('becomes a conversation, also when each side comes in one piece', () => {
    const ours = part('2', ['Dzień', 0, 0.4], ['dobry', 0.5, 0.9], ['Słucham', 6, 6.5]);
    const theirs = part('1', ['Halo', 2, 2.4], ['reklamacja', 2.5, 3]);
    const phrases = toPhrases([ours, theirs], 'incoming');
    expect(phrases.map(({ speaker, text, startSeconds }) => [speaker, text, startSeconds])).toEqual([
      ['employee', 'Dzień dobry', 0],
      ['customer', 'Halo reklamacja', 2],
      ['employee', 'Słucham', 6],
    ]);
  });

  it('keeps what comes without times in its order', () => {
    const phrases = toPhrases(
      [
        { channel: '2', text: 'najpierw', words: [] },
        { channel: '1', text: ' potem \u0000 ', words: [] },
        { channel: '1', text: ' ', words: [] },
      ],
      'incoming',
    );
    expect(phrases.map(({ speaker, text, startSeconds }) => [speaker, text, startSeconds])).toEqual([
      ['employee', 'najpierw', null],
      ['customer', 'potem', null],
    ]);
  });

  it('loses no word, doubles none, and lets time run forward only', () => {
    const words = fc.array(
      fc.record({
        text: fc.stringMatching(/^[a-ząćł]{1,5}$/),
        startSeconds: fc.double({ min: -1, max: 60, noNaN: true }),
        endSeconds: fc.double({ min: -1, max: 60, noNaN: true }),
      }),
    );
    const parts = fc.array(
      fc.record({ channel: fc.constantFrom('1', '2', null), text: fc.constant(''), words }),
    );
    fc.assert(
      fc.property(parts, fc.constantFrom('incoming' as const, 'outgoing' as const), (given, direction) => {
        const phrases = toPhrases(given, direction);
        const said = phrases.flatMap((phrase) => phrase.words.map(({ text }) => text));
        expect(said.sort()).toEqual(given.flatMap((one) => one.words.map(({ text }) => text)).sort());
        const starts = phrases.map(({ startSeconds }) => startSeconds ?? Infinity);
        expect(starts).toEqual([...starts].sort((one, other) => one - other));
        for (const phrase of phrases) {
          expect(phrase.text).toBe(phrase.words.map(({ text }) => text).join(' '));
          for (const word of phrase.words) {
            expect(word.startSeconds).toBeGreaterThanOrEqual(phrase.startSeconds ?? NaN);
            expect(word.endSeconds).toBeLessThanOrEqual(phrase.endSeconds ?? NaN);
          }
        }
      }),
    );
  });
});
