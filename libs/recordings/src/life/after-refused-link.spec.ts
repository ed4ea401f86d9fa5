import { recordingState } from '@callboard/contracts';
import fc from 'fast-check';
import { afterFailure, type AfterFailure } from './after-failure';
import { afterRefusedLink, type RefusedLink } from './after-refused-link';
import { afterStep, statesBefore } from './recording-life';

const day = 24 * 3_600_000;
const now = new Date('2026-03-05T10:00:00Z');
const lost: RefusedLink = {
  state: 'remote',
  code: 'recording_not_ready',
  availableFrom: new Date(now.getTime() - 90 * day),
  now,
};
const absent = fc.constantFrom('recording_not_ready', 'recording_dead_link');

describe('a listener who is refused the link to a recording', () => {
  it('has it looked for again in 15 s when Zadarma says that the file is gone', () => {
    expect(afterRefusedLink(lost)).toEqual({
      state: 'fetching',
      reason: 'recording_not_ready',
      fetchAttempts: 1,
      nextAttemptAt: new Date('2026-03-05T10:00:15Z'),
    });
    expect(afterRefusedLink({ ...lost, availableFrom: null })).toMatchObject({ state: 'fetching' });
  });

  it.each([
    'rate_limited',
    'personal_share_used_up',
    'wrong_key',
    'unreachable',
    'timeout',
    'gateway_trouble',
    'address_not_allowed',
    'recording_missing',
  ])('learns nothing of the file by %s', (code) => {
    expect(afterRefusedLink({ ...lost, code })).toBeNull();
  });

  it.each(recordingState.options.filter((state) => state !== 'remote'))(
    'changes nothing of one that is %s',
    (state) => expect(afterRefusedLink({ ...lost, state })).toBeNull(),
  );
});

/** Lets the attempts that follow a refusal fail; with what they end, how many requests were made, and how late it is. */
function climb(refused: RefusedLink, codes: readonly string[]) {
  const begun = afterRefusedLink(refused);
  let [attempts, moment] = [begun?.fetchAttempts ?? 0, begun?.nextAttemptAt ?? refused.now];
  let after: AfterFailure = { kind: 'retry', at: moment, attempts };
  let requests = 1;
  for (const code of codes) {
    requests += 1;
    const availableFrom = refused.availableFrom ?? refused.now;
    after = afterFailure({ code, attempts: attempts + 1, availableFrom, now: moment });
    if (after.kind !== 'retry') {
      break;
    }
    [attempts, moment] = [after.attempts, after.at];
  }
  return { end: after.kind, requests, seconds: (moment.getTime() - refused.now.getTime()) / 1_000 };
}

describe('what follows such a refusal', () => {
  const many = fc.array(absent, { minLength: 40, maxLength: 40 });

  it('is missing after ten refusals over some hours if the file should long have been there', () => {
    fc.assert(
      fc.property(many, fc.integer({ min: day + 1, max: 4_000 * day }), (codes, age) => {
        const { end, requests, seconds } = climb(
          { ...lost, availableFrom: new Date(now.getTime() - age) },
          codes,
        );
        expect([end, requests]).toEqual(['givenUp', 10]);
        expect(seconds).toBeGreaterThan(5 * 3_600);
        expect(seconds).toBeLessThan(8 * 3_600);
      }),
    );
    expect(afterStep(afterStep('remote', 'attempted'), 'givenUp')).toBe('missing');
    expect(statesBefore('askedAgain')).toEqual(['missing']);
  });

  it('is never missing before the day of hourly attempts is over', () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 0, max: day }), (codes, age) => {
        const { end, seconds } = climb({ ...lost, availableFrom: new Date(now.getTime() - age) }, codes);
        expect(end).toBe('givenUp');
        expect(seconds * 1_000 + age).toBeGreaterThan(23 * 3_600_000);
      }),
    );
  });

  it('is never missing by trouble that strikes all recordings alike', () => {
    const trouble = fc.constantFrom('wrong_key', 'unreachable', 'rate_limited', 'certificate_invalid');
    fc.assert(
      fc.property(fc.array(trouble, { maxLength: 100 }), (codes) => {
        expect(climb(lost, codes).end).toBe('retry');
      }),
    );
  });
});
