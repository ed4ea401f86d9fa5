import fc from 'fast-check';
import { afterFailure, isDoubtful } from './after-failure';

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
    'wrong_key',
    'zadarma_key_missing',
    'recording_storage_unavailable',
  ])('it is never given up because of %s', (code) => {
    const after = afterFailure({ code, attempts: 500, availableFrom, now: dayLater });
    expect(after).toEqual({ kind: 'retry', at: new Date('2026-03-06T11:01:00Z'), attempts: 499 });
  });

  it.each([
    'gateway_trouble',
    'not_zadarma',
    'unexpected_answer',
    'timeout',
    'internal_error',
    'recording_not_audio',
    'recording_truncated',
  ])(
    '%s counts for this recording unless no other comes either, which is found out once it matters',
    (code) => {
      const failure = { code, attempts: 28, availableFrom, now };
      expect(afterFailure(failure)).toEqual({ kind: 'givenUp' });
      expect(afterFailure({ ...failure, isSourceInTrouble: true })).toMatchObject({
        kind: 'retry',
        attempts: 27,
      });
      expect([isDoubtful({ code, attempts: 4 }), isDoubtful({ code, attempts: 5 })]).toEqual([false, true]);
    },
  );

  it.each(['recording_not_ready', 'recording_dead_link', 'wrong_key', 'rate_limited'])(
    'it is plain whose fault %s is',
    (code) => expect(isDoubtful({ code, attempts: 20 })).toBe(false),
  );

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

describe('the ladder of a recording that never comes', () => {
  const own = fc.constantFrom(
    'recording_not_audio',
    'recording_truncated',
    'gateway_trouble',
    'internal_error',
  );
  const others = fc.constantFrom('wrong_key', 'unreachable', 'recording_storage_unavailable', 'rate_limited');
  const trouble = fc.record({
    code: fc.constantFrom('gateway_trouble', 'timeout', 'recording_not_audio'),
    isSourceInTrouble: fc.constant(true),
  });
  type Failure = { code: string; isSourceInTrouble?: boolean };

  /** Lets one attempt after another fail; how many were made, and of these how many by the recording's own fault. */
  function climb(failures: readonly Failure[], isOwn: (failure: Failure) => boolean) {
    let [attempts, made, ofItsOwn] = [0, 0, 0];
    let moment = now;
    for (const failure of failures) {
      made += 1;
      ofItsOwn += isOwn(failure) ? 1 : 0;
      const after = afterFailure({
        ...failure,
        attempts: attempts + 1,
        availableFrom,
        now: moment,
        ...(failure.code === 'rate_limited' && { retryAfterSeconds: 60 }),
      });
      if (after.kind !== 'retry') {
        return { end: after.kind, made, ofItsOwn };
      }
      expect(after.at.getTime() - moment.getTime()).toBeLessThanOrEqual(3_600_000);
      expect(after.at.getTime() - moment.getTime()).toBeGreaterThanOrEqual(15_000);
      [attempts, moment] = [after.attempts, after.at];
    }
    return { end: 'goes on', made, ofItsOwn };
  }

  it('ends after 28 failures of its own, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(own, { minLength: 40, maxLength: 40 }), (codes) => {
        const failures = codes.map((code) => ({ code }));
        expect(climb(failures, () => true)).toEqual({ end: 'givenUp', made: 28, ofItsOwn: 28 });
      }),
    );
  });

  it('never ends by trouble elsewhere, however long that lasts', () => {
    const failure = fc.oneof(
      others.map((code) => ({ code })),
      trouble,
    );
    fc.assert(
      fc.property(fc.array(failure, { maxLength: 300 }), (failures) => {
        expect(climb(failures, () => false)).toMatchObject({ end: 'goes on' });
      }),
    );
  });

  it('has a whole day of hourly attempts of its own, and no more, however trouble elsewhere falls between', () => {
    const failure = fc.oneof(
      { weight: 1, arbitrary: own.map((code) => ({ code, isOwn: true })) },
      { weight: 1, arbitrary: others.map((code) => ({ code, isOwn: false })) },
      { weight: 1, arbitrary: trouble.map((one) => ({ ...one, isOwn: false })) },
    );
    fc.assert(
      fc.property(fc.array(failure, { minLength: 200, maxLength: 300 }), (failures) => {
        const { end, ofItsOwn } = climb(failures, (one) => 'isOwn' in one && one.isOwn === true);
        fc.pre(end === 'givenUp');
        expect(ofItsOwn).toBeGreaterThanOrEqual(24);
        expect(ofItsOwn).toBeLessThanOrEqual(28);
      }),
    );
  });
});
