import { afterFailure } from './after-failure';

const availableFrom = new Date('2026-03-05T10:00:40Z');
const now = new Date('2026-03-05T10:01:00Z');
const dayLater = new Date('2026-03-06T10:01:00Z');
const secondsUntilNext = (code: string, attempts: number): number | string => {
  const after = afterFailure({ code, attempts, availableFrom, now });
  return after.kind === 'retry' ? (after.at.getTime() - now.getTime()) / 1_000 : after.kind;
};

describe('after a failed attempt', () => {
  it('it is tried again after 15 s, 60 s, 5 min, 30 min, then hourly for a day, and given up', () => {
    const waits = Array.from({ length: 28 }, (_, index) =>
      secondsUntilNext('recording_not_ready', index + 1),
    );
    expect(waits.slice(0, 4)).toEqual([15, 60, 300, 1_800]);
    expect(waits.slice(4, 27)).toEqual(Array.from({ length: 23 }, () => 3_600));
    expect(waits[27]).toBe('givenUp');
  });

  it('what Zadarma does not have a day later is given up, but not for the answers of one bad hour', () => {
    const late = (attempts: number) =>
      afterFailure({ code: 'recording_dead_link', attempts, availableFrom, now: dayLater }).kind;
    expect([1, 3, 9, 10].map(late)).toEqual(['retry', 'retry', 'retry', 'givenUp']);
  });

  it.each([
    'unreachable',
    'address_not_allowed',
    'gateway_trouble',
    'wrong_key',
    'recording_storage_unavailable',
    'timeout',
  ])('it is never given up because of %s', (code) => {
    const after = afterFailure({ code, attempts: 500, availableFrom, now: dayLater });
    expect(after).toMatchObject({ kind: 'retry', at: new Date('2026-03-06T11:01:00Z') });
  });

  it('a wait that the PBX asks for is kept and counts as no attempt', () => {
    const after = afterFailure({
      code: 'rate_limited',
      attempts: 3,
      availableFrom,
      now,
      retryAfterSeconds: 37,
    });
    expect(after).toEqual({ kind: 'retry', at: new Date('2026-03-05T10:01:37Z'), attempts: 2 });
  });

  it('what points to a forbidden place is given up at once, what is too large stays at Zadarma', () => {
    const foreign = { code: 'address_not_allowed', isForeignLink: true, attempts: 1, availableFrom, now };
    expect(afterFailure(foreign)).toEqual({ kind: 'givenUp' });
    expect(secondsUntilNext('recording_too_large', 1)).toBe('staysRemote');
  });
});
