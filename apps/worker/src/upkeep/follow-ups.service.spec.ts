import type { ChangedNumbers } from '@callboard/contacts';
import { callsRefold, callsRematch, type JobDefinition, type JobProducer } from '@callboard/messaging';
import type { PbxService } from '@callboard/pbx';
import { FakeClock } from '@callboard/testing';
import type { ZadarmaSettingsService } from '@callboard/zadarma';
import { FollowUps } from './follow-ups.service';

/** What changes left behind, and how the queue is. */
interface Situation {
  readonly numbers?: string[];
  readonly refoldIsOverdue?: boolean;
  readonly extensions?: string[];
  readonly backlog?: number | null;
  readonly queue?: 'queued' | 'unavailable';
}

function followUpsOf(situation: Situation) {
  const { numbers = [], extensions = [], refoldIsOverdue = false, backlog = 0, queue = 'queued' } = situation;
  const asked: Date[] = [];
  const enqueued: unknown[] = [];
  let cleared = 0;
  const changed = {
    waiting: (olderThan: Date) => {
      asked.push(olderThan);
      return Promise.resolve(numbers);
    },
  } as unknown as ChangedNumbers;
  const settings = {
    isRefoldOverdue: (olderThan: Date) => {
      asked.push(olderThan);
      return Promise.resolve(refoldIsOverdue);
    },
    refoldQueued: () => Promise.resolve(void (cleared += 1)),
  } as unknown as ZadarmaSettingsService;
  const pbx = { refoldsWaiting: () => Promise.resolve(extensions) } as unknown as PbxService;
  const producer = {
    backlog: () => Promise.resolve(backlog),
    enqueue: (job: JobDefinition, payload: unknown) => {
      enqueued.push([job.name, payload]);
      return Promise.resolve(queue);
    },
  } as unknown as JobProducer;
  const followUps = new FollowUps(
    changed,
    settings,
    pbx,
    producer,
    new FakeClock(new Date('2026-03-05T09:15:10Z')),
  );
  return { followUps, asked, enqueued, cleared: () => cleared };
}

describe('the follow-ups', () => {
  it('enqueue what changes asked for and no request did', async () => {
    const { followUps, asked, enqueued, cleared } = followUpsOf({
      numbers: ['+48600100200'],
      extensions: ['101'],
      refoldIsOverdue: true,
    });
    await expect(followUps.run()).resolves.toBe(3);
    expect(enqueued).toEqual([
      [callsRematch.name, { numbers: ['+48600100200'] }],
      [callsRefold.name, { extension: '101' }],
      [callsRefold.name, { extension: null }],
    ]);
    expect(cleared()).toBe(1);
    expect(asked).toEqual([new Date('2026-03-05T09:15:07Z'), new Date('2026-03-05T09:15:07Z')]);
  });

  it('enqueue as many jobs as it takes for the numbers of an import', async () => {
    const numbers = Array.from({ length: 250 }, (_, index) => `+48${600_000_000 + index}`);
    const { followUps, enqueued } = followUpsOf({ numbers });
    await expect(followUps.run()).resolves.toBe(3);
    expect(enqueued).toEqual([
      [callsRematch.name, { numbers: numbers.slice(0, 100) }],
      [callsRematch.name, { numbers: numbers.slice(100, 200) }],
      [callsRematch.name, { numbers: numbers.slice(200) }],
    ]);
  });

  it('enqueue nothing where nothing is left behind', async () => {
    const { followUps, enqueued } = followUpsOf({});
    await expect(followUps.run()).resolves.toBe(0);
    expect(enqueued).toEqual([]);
  });

  it.each([null, 1])('add nothing to a queue with the backlog %s', async (backlog) => {
    const { followUps, enqueued } = followUpsOf({
      numbers: ['+48600100200'],
      refoldIsOverdue: true,
      backlog,
    });
    await expect(followUps.run()).resolves.toBe(0);
    expect(enqueued).toEqual([]);
  });

  it('keep a refold in mind that the queue does not take', async () => {
    const { followUps, cleared } = followUpsOf({ refoldIsOverdue: true, queue: 'unavailable' });
    await expect(followUps.run()).resolves.toBe(0);
    expect(cleared()).toBe(0);
  });
});
