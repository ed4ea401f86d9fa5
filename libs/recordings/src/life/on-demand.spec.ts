import { type Demanded, onDemand } from './on-demand';

const now = new Date('2026-03-05T10:00:00Z');
const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000);
const remote: Demanded = {
  state: 'remote',
  reason: null,
  availableFrom: at(-3_600),
  nextAttemptAt: null,
  leaseId: null,
  demandedAt: null,
};
const waiting: Demanded = { ...remote, state: 'fetching', reason: 'unreachable', nextAttemptAt: at(1_800) };

describe('a recording that somebody wants to hear', () => {
  it('is played from here once its file is here', () => {
    expect(onDemand({ ...remote, state: 'ready' }, now)).toEqual({
      answer: { kind: 'local' },
      note: 'nothing',
    });
  });

  it.each(['missing', 'deleted'] as const)('is gone when it is %s, with the reason', (state) => {
    const decision = onDemand({ ...remote, state, reason: 'why' }, now);
    expect(decision).toEqual({ answer: { kind: 'gone', state, reason: 'why' }, note: 'nothing' });
  });

  it('is only to be heard at Zadarma when it is too large to be kept here', () => {
    const large = { ...remote, reason: 'recording_too_large' };
    expect(onDemand(large, now).answer).toMatchObject({ kind: 'gone', state: 'remote' });
  });

  it('is not asked for before 40 s after the end of the call, and then fetched', () => {
    const early: Demanded = {
      ...remote,
      state: 'expected',
      availableFrom: at(31.5),
      nextAttemptAt: at(31.5),
    };
    const answer = { kind: 'pending', retryAfterSeconds: 32, reason: null, fetchNow: false };
    expect(onDemand(early, now)).toEqual({ answer, note: 'waits' });
    const living: Demanded = { ...early, availableFrom: null, nextAttemptAt: null };
    expect(onDemand(living, now)).toEqual({ answer: { ...answer, retryAfterSeconds: 40 }, note: 'waits' });
  });

  it('is fetched at once when it is only at Zadarma, or waits for a later attempt', () => {
    for (const recording of [remote, waiting]) {
      const { answer, note } = onDemand(recording, now);
      expect(answer).toMatchObject({ kind: 'pending', retryAfterSeconds: 2, fetchNow: true });
      expect(note).toBe('due_now');
    }
  });

  it('is left to the attempt that works on it', () => {
    const leased: Demanded = { ...waiting, leaseId: 'x', nextAttemptAt: at(50) };
    expect(onDemand(leased, now)).toMatchObject({
      answer: { fetchNow: false, retryAfterSeconds: 2 },
      note: 'nothing',
    });
  });

  it('is taken over from an attempt whose process died', () => {
    expect(onDemand({ ...waiting, leaseId: 'x', nextAttemptAt: at(-1) }, now)).toMatchObject({
      note: 'due_now',
    });
  });

  it('is not asked for more often because somebody asks again', () => {
    const failed: Demanded = { ...waiting, demandedAt: at(-60), nextAttemptAt: at(45) };
    const answer = { kind: 'pending', retryAfterSeconds: 45, reason: 'unreachable', fetchNow: false };
    expect(onDemand(failed, now)).toEqual({ answer, note: 'nothing' });
    expect(onDemand({ ...failed, demandedAt: at(-301) }, now)).toMatchObject({ note: 'due_now' });
  });
});
