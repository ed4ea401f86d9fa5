import type { TranscriptPhrase } from '@callboard/contracts';
import fc from 'fast-check';
import { bestPlace } from './snippet';
import { foldedWords } from './spoken-words';

function said(text: string, startSeconds: number | null = null): TranscriptPhrase {
  const words =
    startSeconds === null
      ? []
      : text.split(' ').map((word, index) => {
          const start = startSeconds + index;
          return { text: word, startSeconds: start, endSeconds: start + 0.5 };
        });
  return { speaker: 'customer', startSeconds, endSeconds: null, text, words };
}

describe('the place where words were said', () => {
  it('is found without Polish letters, by the beginning of a word, and marked as it was said', () => {
    const phrases = [said('Dzień dobry.', 0), said('Chcę złożyć reklamację, paczka uszkodzona.', 4)];
    expect(bestPlace(phrases, foldedWords('REKLAM zlozyc'))).toEqual({
      snippet: 'Chcę «złożyć» «reklamację», paczka uszkodzona.',
      startSeconds: 5,
    });
    expect(bestPlace(phrases, ['paczk'])).toMatchObject({ startSeconds: 7 });
  });

  it('is the phrase with most of the words, not the first with one', () => {
    const phrases = [said('zwrot', 1), said('zwrot pieniędzy', 9)];
    expect(bestPlace(phrases, ['zwrot', 'pieniedz'])).toEqual({
      snippet: '«zwrot» «pieniędzy»',
      startSeconds: 9,
    });
  });

  it('has no time where the transcript has none', () => {
    expect(bestPlace([said('faktura')], ['fakt'])).toEqual({ snippet: '«faktura»', startSeconds: null });
  });

  it('is cut out of a long monologue at the ends of words', () => {
    const text = `${'mowa '.repeat(100)}faktura ${'dalej '.repeat(100)}`.trim();
    const { snippet } = bestPlace([said(text)], ['faktur']);
    expect(snippet).toMatch(/^… (mowa )+«faktura»( dalej)+ …$/);
    expect(snippet.length).toBeLessThan(220);
  });

  it('shows the word whatever surrounds it, and without the marks it is the text as it was said', () => {
    const letters = fc.stringMatching(/^[a-zA-ZąęłŁ ,.!-]{0,200}$/);
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const text = `${before} Żółwie ${after}`.replace(/\s+/g, ' ').trim();
        const { snippet } = bestPlace([said(text)], ['zolw']);
        expect(snippet).toContain('«Żółwie»');
        expect(text).toContain(snippet.replace(/[«»]/g, '').replace(/^… | …$/g, ''));
      }),
    );
  });
});
