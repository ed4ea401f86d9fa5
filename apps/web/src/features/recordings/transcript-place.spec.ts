/** @jest-environment node */
import type { TranscriptPhrase } from '@callboard/contracts';
import { snippetParts } from './snippet-parts';
import { placeOf } from './transcript-place';

const phrase = (start: number, end: number): TranscriptPhrase => ({
  speaker: 'customer',
  startSeconds: start,
  endSeconds: end,
  text: 'tak nie',
  words: [
    { text: 'tak', startSeconds: start, endSeconds: start + 0.5 },
    { text: 'nie', startSeconds: start + 1, endSeconds: end },
  ],
});

describe('the transcript', () => {
  it.each([
    [null, null, null],
    [0, null, null],
    [2, 0, 0],
    [3.2, 0, 1],
    [4.5, 0, 1],
    [8, null, null],
    [10.1, 1, 0],
  ])('at second %p says phrase %p, word %p', (position, at, word) => {
    expect(placeOf([phrase(2, 4), phrase(10, 12)], position)).toEqual({ phrase: at, word });
  });

  it('marks what was found', () => {
    expect(snippetParts('mam «reklamację» do «faktury»')).toEqual([
      { text: 'mam ', found: false },
      { text: 'reklamację', found: true },
      { text: ' do ', found: false },
      { text: 'faktury', found: true },
    ]);
  });
});
