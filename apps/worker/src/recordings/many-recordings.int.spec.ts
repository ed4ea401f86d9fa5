import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createTestDatabase,
  FakeClock,
  silentLog,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { Inbox, REQUEST_WINDOW_SECONDS, ZadarmaSettingsService } from '@callboard/zadarma';
import { type RunningSimulator, startSimulator } from '@callboard/zadarma-sim';
import { Test, type TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { WorkerModule } from '../worker.module';
import { CallUpdater } from '../zadarma-events/call-updater.service';

const howMany = 200;
const failures = howMany * 0.2;
/**
 * The limits of the PBX count for ten seconds instead of a minute, there as well as here, so that the spec lives
 * through several windows.
 */
const windowSeconds = 10;
/** So much faster passes the time of the retry ladder. A lease of a minute must outlive the wait for a window. */
const haste = 3;
const turnMs = 200;
const availableAfterMs = 40_000;

describe('a worker with many recordings at once', () => {
  let simulator: RunningSimulator;
  let database: TestDatabase;
  let folder: string;
  let worker: TestingModule;
  const clock = new FakeClock(new Date());

  beforeAll(async () => {
    simulator = await startSimulator({ rateLimits: { overall: 100, statistics: 3, windowSeconds } });
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'callboard-recordings-'));
    const environment = testEnvironment({ DATABASE_URL: database.url, DATA_DIR: folder });
    worker = await Test.createTestingModule({
      imports: [WorkerModule.forRoot(environment, silentLog(), clock)],
    })
      .overrideProvider(REQUEST_WINDOW_SECONDS)
      .useValue(windowSeconds)
      .compile();
    await worker.init();
    const { url, key, secret } = simulator;
    await worker
      .get(ZadarmaSettingsService, { strict: false })
      .update({ url, key, secret, recordings: { archiveAutomatically: true } });
  });

  afterAll(async () => {
    await worker.close();
    await simulator.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function ended(pbxCallId: string): Promise<void> {
    const fields = {
      event: 'NOTIFY_END',
      pbx_call_id: pbxCallId,
      caller_id: '+48600100200',
      called_did: '48221234567',
      call_start: '2026-03-05 10:15:00',
      disposition: 'answered',
      duration: '1',
      is_recorded: '1',
      last_internal: '101',
    };
    await worker.get(Inbox, { strict: false }).add([{ source: 'webhook', fields, receivedAt: clock.now() }]);
    await worker.get(CallUpdater, { strict: false }).bringUpToDate(pbxCallId, 'if_something_is_new');
  }

  const states = (): Promise<{ state: string; count: number }[]> =>
    worker
      .get(DataSource)
      .query('SELECT state, count(*)::int AS count FROM recordings GROUP BY state ORDER BY state');

  /** Lets time pass until all are here. */
  async function untilReady(): Promise<void> {
    for (let tries = 0; tries < 400; tries += 1) {
      clock.advance(turnMs * haste);
      const [first, ...others] = await states();
      if (first?.state === 'ready' && others.length === 0) {
        return;
      }
      await delay(turnMs);
    }
  }

  it('has them all in the end, though one in five fails at first, within the limit of the PBX', async () => {
    const ids = simulator.addHistory(
      Array.from({ length: howMany }, (_, index) => ({
        direction: 'in' as const,
        number: `4860010${String(index).padStart(4, '0')}`,
        startedAt: '2026-03-05T09:15:00Z',
        durationSeconds: 1,
      })),
    );
    simulator.addFault({ target: 'recording', kind: 'not-ready', times: failures / 2 });
    simulator.addFault({ target: 'recording', kind: 'dead-link', times: failures / 2 });
    for (const id of ids) {
      await ended(id);
    }
    clock.advance(availableAfterMs);
    await untilReady();
    expect(await states()).toEqual([{ state: 'ready', count: howMany }]);
    const asked = simulator.requests('/v1/pbx/record/request');
    expect(asked.filter(({ status }) => status === 429)).toEqual([]);
    // A process that hangs for long loses a lease, and its recording is asked for once more.
    expect(asked.length).toBeGreaterThanOrEqual(howMany + failures);
    expect(asked.length).toBeLessThan((howMany + failures) * 1.05);
    // Eighty in each window: the last of 240 come in the third.
    const moments = asked.map(({ at }) => Date.parse(at));
    expect(Math.max(...moments) - Math.min(...moments)).toBeGreaterThan(2 * (windowSeconds - 1) * 1_000);
    const files = await readdir(join(folder, 'recordings'), { recursive: true });
    expect(files.filter((name) => name.endsWith('.mp3'))).toHaveLength(howMany);
    expect(files.filter((name) => name.endsWith('.part'))).toEqual([]);
  }, 300_000);
});
