import { stat } from 'node:fs';
import { createLog } from '@callboard/platform';
import { newInboundEvent } from './new-inbound-event';
import { IntakeStore, longestStoreMs, type QueryPool } from './intake-store';

const event = newInboundEvent({
  source: 'webhook',
  fields: { event: 'NOTIFY_END', pbx_call_id: 'in_1', call_start: '2026-03-05 10:15:00' },
  receivedAt: new Date('2026-03-05T09:15:00Z'),
  body: Buffer.from('event=NOTIFY_END'),
});
const refused = {
  reason: 'signature_wrong',
  event: null,
  pbxCallId: null,
  contentType: null,
  body: Buffer.alloc(0),
  receivedAt: new Date('2026-03-05T09:15:00Z'),
} as const;

/** A server whose answers come after the given milliseconds; null is never. */
function server(): { pool: QueryPool; asked: () => number; answersAfter: (ms: number | null) => void } {
  let after: number | null = 0;
  let count = 0;
  const row = { id: '1', dedupeKey: event.dedupeKey, inserted: true, answer: null };
  return {
    asked: () => count,
    answersAfter: (ms) => (after = ms),
    pool: {
      query: () => {
        count += 1;
        return new Promise((resolve) => {
          if (after !== null) {
            setTimeout(() => resolve({ rows: [row] } as never), after);
          }
        });
      },
    },
  };
}

describe('the way to the inbox', () => {
  let database: ReturnType<typeof server>;
  let store: IntakeStore;
  beforeEach(() => {
    database = server();
    store = new IntakeStore(database.pool, createLog('test', 'silent'));
  });

  it('stays open for others when a delivery has no time left, and does not even ask for it', async () => {
    expect(await store.insert(event, 0)).toBe('unavailable');
    expect(await store.insert(event, -20)).toBe('unavailable');
    expect(database.asked()).toBe(0);
    expect(store.isAvailable()).toBe(true);
  });

  it('stays open when a delivery could not wait long enough to tell', async () => {
    database.answersAfter(null);
    expect(await store.insert(event, 10)).toBe('unavailable');
    expect(store.isAvailable()).toBe(true);
  });

  it('closes when a wait that tells something was in vain, and opens with a late answer', async () => {
    database.answersAfter(120);
    expect(await store.insert(event, 60)).toBe('unavailable');
    expect(store.isAvailable()).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(store.isAvailable()).toBe(true);
    database.answersAfter(0);
    expect(await store.insert(event, longestStoreMs)).toMatchObject({ id: '1' });
  });

  it('is not closed by what strangers send', async () => {
    database.answersAfter(null);
    await store.insertRefused(refused, 80);
    expect(store.isAvailable()).toBe(true);
    expect(database.asked()).toBe(1);
  });

  it('takes an answer that has arrived although the process was too busy to read it in time', async () => {
    const rows = [{ id: '1', dedupeKey: event.dedupeKey, inserted: true, answer: null }];
    // Answers the way a socket does: between the timers and the check phase.
    const query = () => new Promise((resolve) => stat('/', () => resolve({ rows })));
    store = new IntakeStore({ query } as QueryPool, createLog('test', 'silent'));
    const stored = store.insert(event, 100);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const until = performance.now() + 150;
    while (performance.now() < until);
    expect(await stored).toMatchObject({ id: '1' });
  });
});
