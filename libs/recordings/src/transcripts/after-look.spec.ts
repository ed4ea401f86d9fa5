import fc from 'fast-check';
import { afterFailedLook, afterLook, type AwaitedTranscript } from './after-look';
import type { RecognitionState } from './speech-recogniser.port';

const now = new Date('2026-03-05T09:00:00Z');
const first: AwaitedTranscript = { asked: true, started: false, attempts: 1, requestedAt: now };
const states: RecognitionState[] = ['ready', 'in_progress', 'recognised', 'failed', 'not_available'];

describe('what follows a look at the recognition', () => {
  it('is the first start when a person asked, also of what had failed before', () => {
    expect(afterLook('ready', first, now)).toEqual({ kind: 'start' });
    expect(afterLook('failed', first, now)).toEqual({ kind: 'start' });
  });

  it('is an end with its exact reason', () => {
    const started = { ...first, started: true };
    expect(afterLook('failed', started, now)).toMatchObject({
      state: 'failed',
      reason: 'recognition_failed',
    });
    expect(afterLook('not_available', first, now)).toMatchObject({
      state: 'unavailable',
      reason: 'recognition_not_available',
    });
    const usedUp = { code: 'recognition_seconds_used_up', retryable: false };
    expect(afterFailedLook(usedUp, first, now)).toMatchObject({ state: 'unavailable', reason: usedUp.code });
    expect(afterFailedLook({ code: 'wrong_key', retryable: false }, first, now)).toMatchObject({
      state: 'failed',
      reason: 'wrong_key',
    });
  });

  it('is a longer wait each time, as long as the PBX wants, and an end after a day', () => {
    const started = { ...first, started: true };
    expect(afterLook('in_progress', started, now)).toMatchObject({
      kind: 'wait',
      at: new Date(now.getTime() + 5_000),
    });
    const limited = { code: 'rate_limited', retryable: true, retryAfterSeconds: 47 };
    expect(afterFailedLook(limited, started, now)).toEqual({
      kind: 'wait',
      at: new Date(now.getTime() + 47_000),
      reason: 'rate_limited',
    });
    const dayLater = new Date(now.getTime() + 24 * 3_600_000);
    expect(afterLook('in_progress', { ...started, attempts: 40 }, dayLater)).toMatchObject({
      state: 'failed',
      reason: 'recognition_timed_out',
    });
  });

  it('never spends money for a notification, nor twice for a person', () => {
    const awaited = fc.record({
      asked: fc.boolean(),
      started: fc.boolean(),
      attempts: fc.integer({ min: 1, max: 100 }),
      requestedAt: fc.constant(now),
    });
    fc.assert(
      fc.property(awaited, fc.constantFrom(...states), (one, state) => {
        const next = afterLook(state, one, now);
        if (next.kind === 'start') {
          expect([one.asked, one.started]).toEqual([true, false]);
        }
        expect(next.kind === 'store').toBe(state === 'recognised');
        expect(next.kind === 'forget' && one.asked).toBe(false);
      }),
    );
  });
});
