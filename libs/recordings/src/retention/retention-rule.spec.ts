import { recordingState } from '@callboard/contracts';
import fc from 'fast-check';
import { type RetainedRecording, retentionLimit, retentionVerdict } from './retention-rule';

const now = new Date('2026-03-05T09:00:00Z');
const day = 24 * 3_600_000;
const moment = fc
  .integer({ min: -400 * day, max: 0 })
  .map((milliseconds) => new Date(now.getTime() + milliseconds));
const days = fc.integer({ min: 1, max: 300 });

const recordings: fc.Arbitrary<RetainedRecording> = fc.record({
  state: fc.constantFrom(...recordingState.options),
  legalHold: fc.boolean(),
  callEndedAt: fc.option(moment),
  createdAt: moment,
  leasedUntil: fc.option(
    fc.integer({ min: -day, max: day }).map((milliseconds) => new Date(now.getTime() + milliseconds)),
  ),
});

const verdict = (recording: RetainedRecording, retentionDays: number | null, at = now) =>
  retentionVerdict(recording, retentionLimit(retentionDays, at), at);

describe('retention', () => {
  it('never deletes what is held, already deleted, never was there, or without a limit', () => {
    fc.assert(
      fc.property(recordings, days, (recording, limit) => {
        expect(verdict(recording, null)).toBe('keep');
        expect(verdict({ ...recording, legalHold: true }, limit)).not.toBe('delete');
        expect(verdict({ ...recording, state: 'deleted' }, limit)).toBe('keep');
        expect(verdict({ ...recording, state: 'missing' }, limit)).toBe('keep');
      }),
    );
  });

  it('never deletes before the last of the days is over', () => {
    fc.assert(
      fc.property(recordings, days, (recording, limit) => {
        const age = now.getTime() - (recording.callEndedAt ?? recording.createdAt).getTime();
        if (age < limit * day) {
          expect(verdict(recording, limit)).toBe('keep');
        }
      }),
    );
  });

  it('deletes all else, at the latest once nobody fetches it any more', () => {
    fc.assert(
      fc.property(recordings, days, (recording, limit) => {
        const isThere = !['deleted', 'missing'].includes(recording.state) && !recording.legalHold;
        const later = new Date(now.getTime() + 401 * day);
        expect(verdict(recording, limit, later) === 'delete').toBe(isThere);
      }),
    );
  });

  it('only tells a hold from a deletion: lifting it changes held to delete and nothing else', () => {
    fc.assert(
      fc.property(recordings, days, (recording, limit) => {
        const free = verdict({ ...recording, legalHold: false, leasedUntil: null }, limit);
        const held = verdict({ ...recording, legalHold: true, leasedUntil: null }, limit);
        expect(held).toBe(free === 'delete' ? 'held' : 'keep');
      }),
    );
  });

  it('deletes no less with fewer days', () => {
    fc.assert(
      fc.property(recordings, days, days, (recording, one, other) => {
        const [fewer, more] = [Math.min(one, other), Math.max(one, other)];
        if (verdict(recording, more) === 'delete') {
          expect(verdict(recording, fewer)).toBe('delete');
        }
      }),
    );
  });

  it('counts from the end of the call to the moment', () => {
    const ready: RetainedRecording = {
      state: 'ready',
      legalHold: false,
      callEndedAt: new Date(now.getTime() - 30 * day),
      createdAt: now,
      leasedUntil: null,
    };
    expect(verdict(ready, 30)).toBe('delete');
    expect(verdict({ ...ready, callEndedAt: new Date(now.getTime() - 30 * day + 1) }, 30)).toBe('keep');
    expect(verdict({ ...ready, callEndedAt: null }, 30)).toBe('keep');
    expect(verdict({ ...ready, leasedUntil: new Date(now.getTime() + 1) }, 30)).toBe('keep');
  });
});
