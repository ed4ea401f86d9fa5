import { FakeClock, silentLog } from '@callboard/testing';
import type { Inbox } from '@callboard/zadarma';
import { Heartbeat } from './heartbeat.service';
import type { LiveHub } from './live-hub.service';

const now = new Date('2026-03-05T09:15:30Z');

/** Heartbeats over an inbox in the test's hand, and what they said so far. */
function beating() {
  const said: boolean[] = [];
  const asked: Date[] = [];
  const readers = { isIdle: false };
  const inbox = { answer: () => Promise.resolve<string[]>([]) };
  const hub = {
    get isIdle() {
      return readers.isIdle;
    },
    beat: (text: string) => said.push(text.includes('data: {"behind":true}')),
  } as unknown as LiveHub;
  const asking = {
    unprocessed: (olderThan: Date) => {
      asked.push(olderThan);
      return inbox.answer();
    },
  } as unknown as Inbox;
  const heartbeat = new Heartbeat(hub, asking, new FakeClock(now), silentLog());
  heartbeat.onApplicationBootstrap();
  return { heartbeat, said, asked, readers, inbox };
}

const pass = (seconds: number) => jest.advanceTimersByTimeAsync(seconds * 1_000);

describe('the heartbeat of the live stream', () => {
  let beat: ReturnType<typeof beating>;

  beforeEach(() => {
    jest.useFakeTimers();
    beat = beating();
  });
  afterEach(() => {
    beat.heartbeat.onModuleDestroy();
    jest.useRealTimers();
  });

  it('comes every 15 seconds and asks for what waits longer than a job is on its way', async () => {
    await pass(31);
    expect(beat.said).toEqual([false, false]);
    expect(new Set(beat.asked.map((date) => date.toISOString()))).toEqual(
      new Set(['2026-03-05T09:15:10.000Z']),
    );
  });

  it('says that the work is behind while something waits, and no longer', async () => {
    beat.inbox.answer = () => Promise.resolve(['7']);
    await pass(15);
    beat.inbox.answer = () => Promise.resolve([]);
    await pass(15);
    expect(beat.said).toEqual([true, false]);
  });

  it.each([
    ['refuses', () => Promise.reject(new Error('Connection terminated'))],
    ['hangs', () => new Promise<string[]>(() => undefined)],
  ])('goes on while the database %s, and soon says that nothing is worked through', async (_, answer) => {
    await pass(10);
    beat.inbox.answer = answer;
    await pass(50);
    expect(beat.said).toEqual([false, false, true, true]);
  });

  it('asks nothing while nobody listens, which is no trouble for the next who does', async () => {
    beat.readers.isIdle = true;
    await pass(600);
    expect(beat.asked).toEqual([]);
    expect(beat.said).not.toContain(true);
  });
});
