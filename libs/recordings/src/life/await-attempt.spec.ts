import { awaitAttempt } from './await-attempt';

const now = new Date('2026-03-05T10:00:00Z');
const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000);
const waiting = (seconds: number, leaseId: string | null = null) =>
  awaitAttempt({ nextAttemptAt: at(seconds), leaseId }, now);

describe('a late recording that somebody wants to hear at its source', () => {
  it.each([
    [0.5, 2],
    [14.2, 15],
    [60, 60],
    [300, 300],
  ])('is waited for when the next attempt is %d s ahead', (ahead, retryAfterSeconds) => {
    expect(waiting(ahead)).toEqual({ retryAfterSeconds, dueNow: false });
  });

  it('is looked for now when the next attempt is far ahead', () => {
    expect(waiting(301)).toEqual({ retryAfterSeconds: 2, dueNow: true });
  });

  it('is left to the attempt that works on it', () => {
    expect(waiting(60, 'x')).toEqual({ retryAfterSeconds: 2, dueNow: false });
  });

  it('is asked for directly when no attempt lies ahead', () => {
    expect(awaitAttempt({ nextAttemptAt: null, leaseId: null }, now)).toBeNull();
    expect(waiting(0)).toBeNull();
    expect(waiting(-1, 'of a dead process')).toBeNull();
  });
});
