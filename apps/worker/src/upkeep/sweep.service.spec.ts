import type { JobProducer } from '@callboard/messaging';
import { FakeClock } from '@callboard/testing';
import type { Inbox } from '@callboard/zadarma';
import { isUnfinished, Sweep } from './sweep.service';

/** A sweep over an inbox with so many old events and a queue in the given state. */
function sweepOver(events: number, backlog: number | null) {
  const asked: Date[] = [];
  const enqueued: string[] = [];
  const inbox = {
    unprocessed: (olderThan: Date, limit: number) => {
      asked.push(olderThan);
      return Promise.resolve(Array.from({ length: Math.min(events, limit) }, (_, index) => String(index)));
    },
  } as unknown as Inbox;
  const producer = {
    backlog: () => Promise.resolve(backlog),
    enqueueAll: (_job: unknown, payloads: { inboundEventId: string }[]) => {
      enqueued.push(...payloads.map(({ inboundEventId }) => inboundEventId));
      return Promise.resolve('queued');
    },
  } as unknown as JobProducer;
  return {
    sweep: new Sweep(inbox, producer, new FakeClock(new Date('2026-03-05T09:15:10Z'))),
    asked,
    enqueued,
  };
}

describe('the sweep', () => {
  it('enqueues events that had time to be processed and were not', async () => {
    const { sweep, asked, enqueued } = sweepOver(2, 0);
    await expect(sweep.run()).resolves.toBe(2);
    expect(enqueued).toEqual(['0', '1']);
    expect(asked).toEqual([new Date('2026-03-05T09:15:07Z')]);
  });

  it.each([
    [null, 'queue_unavailable'],
    [501, 'queue_busy'],
  ])('adds nothing to a queue with the backlog %s', async (backlog, result) => {
    const { sweep, enqueued } = sweepOver(2, backlog);
    await expect(sweep.run()).resolves.toBe(result);
    expect(enqueued).toEqual([]);
  });

  it('goes on only while there is more and the queue takes it', async () => {
    expect(isUnfinished(await sweepOver(5_000, 0).sweep.run())).toBe(true);
    expect(isUnfinished('queue_busy')).toBe(true);
    expect(isUnfinished(7)).toBe(false);
    expect(isUnfinished('queue_unavailable')).toBe(false);
  });
});
