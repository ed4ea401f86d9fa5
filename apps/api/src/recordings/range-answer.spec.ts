import fc from 'fast-check';
import { type FileFacts, isFromStart, rangeAnswer } from './range-answer';

const file = (size: number): FileFacts => ({
  size,
  sha256: 'ab'.repeat(32),
  storedAt: new Date('2026-03-05T09:15:42.500Z'),
});
const tag = `"${'ab'.repeat(32)}"`;
const stored = 'Thu, 05 Mar 2026 09:15:42 GMT';
const whole = { status: 200, length: 1_000 };

describe('rangeAnswer', () => {
  it('never sends a byte outside the file, and always says truly which bytes it sends', () => {
    const place = fc.option(fc.nat(3_000), { nil: undefined });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), place, place, (size, from, to) => {
        const answer = rangeAnswer({ range: `bytes=${from ?? ''}-${to ?? ''}` }, file(size));
        if (answer.status !== 206) {
          return [200, 416].includes(answer.status);
        }
        const { start, end } = answer.range;
        return (
          0 <= start &&
          start <= end &&
          end < size &&
          answer.length === end - start + 1 &&
          answer.contentRange === `bytes ${start}-${end}/${size}`
        );
      }),
    );
  });

  it('sends exactly the bytes that were asked for where the file has them', () => {
    const asked = fc
      .integer({ min: 1, max: 100_000 })
      .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1), fc.nat(size - 1)))
      .map(([size, one, other]) => ({ size, start: Math.min(one, other), end: Math.max(one, other) }));
    fc.assert(
      fc.property(asked, ({ size, start, end }) => {
        const answer = rangeAnswer({ range: `bytes=${start}-${end}` }, file(size));
        expect(answer).toMatchObject({ status: 206, range: { start, end } });
      }),
    );
  });

  it('survives any header', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (range, ifRange) => {
        expect([200, 206, 304, 416]).toContain(
          rangeAnswer({ range, 'if-range': ifRange, 'if-none-match': ifRange }, file(1_000)).status,
        );
      }),
    );
  });

  it.each([
    ['bytes=0-', 0, 999],
    ['bytes=0-0', 0, 0],
    ['bytes=999-', 999, 999],
    ['bytes=500-5000', 500, 999],
    ['bytes=-100', 900, 999],
    ['bytes=-5000', 0, 999],
  ])('reads %s as bytes %i to %i', (range, start, end) => {
    expect(rangeAnswer({ range }, file(1_000))).toMatchObject({ status: 206, range: { start, end } });
  });

  it.each(['bytes=1000-', 'bytes=1000-2000', 'bytes=-0'])('refuses %s', (range) => {
    expect(rangeAnswer({ range }, file(1_000))).toEqual({ status: 416, contentRange: 'bytes */1000' });
  });

  it.each(['bytes', 'items=0-5', 'bytes=0-1,5-6'])('sends the whole file for %s', (range) => {
    expect(rangeAnswer({ range }, file(1_000))).toEqual(whole);
  });

  it.each([tag, stored])('goes on with the same version of the file (%s)', (ifRange) => {
    const headers = { range: 'bytes=5-', 'if-range': ifRange };
    expect(rangeAnswer(headers, file(1_000)).status).toBe(206);
  });

  it.each(['"other"', `W/${tag}`, 'Thu, 05 Mar 2026 09:15:43 GMT', 'Thu, 05 Mar 2026 09:15:41 GMT'])(
    'begins anew with another version of the file (%s)',
    (ifRange) => {
      expect(rangeAnswer({ range: 'bytes=5-', 'if-range': ifRange }, file(1_000))).toEqual(whole);
    },
  );

  it.each([
    { 'if-none-match': tag },
    { 'if-none-match': `"other", W/${tag}` },
    { 'if-none-match': '*' },
    { 'if-modified-since': stored },
  ])('sends nothing to those who have the file (%j)', (headers) => {
    const more = [{}, { range: 'bytes=0-5' }, { 'cache-control': 'no-cache' }];
    const answers = more.map((others) => rangeAnswer({ ...headers, ...others }, file(1_000)));
    expect(answers).toEqual(more.map(() => ({ status: 304 })));
  });
});

describe('isFromStart', () => {
  it.each([
    [true, {}],
    [true, { range: 'bytes=0-' }],
    [true, { range: 'bytes=0-0' }],
    [true, { range: 'bytes=-1000' }],
    [true, { range: 'bytes=-5000' }],
    [true, { range: 'bytes=5-, 0-1' }],
    [true, { range: 'bytes=500-', 'if-range': '"other"' }],
    [true, { 'if-none-match': tag }],
    [true, { 'if-none-match': tag, range: 'bytes=0-' }],
    [false, { range: 'bytes=1-' }],
    [false, { range: 'bytes=-999' }],
    [false, { range: 'bytes=1000-' }],
    [false, { 'if-none-match': tag, range: 'bytes=500-' }],
  ])('is %s for %j', (expected, headers) => {
    expect(isFromStart(rangeAnswer(headers, file(1_000)), headers)).toBe(expected);
  });
});
