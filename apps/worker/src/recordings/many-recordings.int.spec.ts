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
import { Inbox, ZadarmaSettingsService } from '@callboard/zadarma';
import { type RunningSimulator, startSimulator } from '@callboard/zadarma-sim';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { createWorker } from '../create-worker';
import { CallUpdater } from '../zadarma-events/call-updater.service';

const howMany = 20;

describe('a worker with many recordings at once', () => {
  let simulator: RunningSimulator;
  let database: TestDatabase;
  let folder: string;
  let worker: INestApplicationContext;
  const clock = new FakeClock(new Date());

  beforeAll(async () => {
    simulator = await startSimulator();
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'callboard-recordings-'));
    const environment = testEnvironment({ DATABASE_URL: database.url, DATA_DIR: folder });
    worker = await createWorker(environment, silentLog(), { clock });
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

  it('has them all in the end, though one in five fails at first, within the limit of the PBX', async () => {
    const ids = simulator.addHistory(
      Array.from({ length: howMany }, (_, index) => ({
        direction: 'in' as const,
        number: `4860010${String(index).padStart(4, '0')}`,
        startedAt: '2026-03-05T09:15:00Z',
        durationSeconds: 1,
      })),
    );
    simulator.addFault({ target: 'recording', kind: 'not-ready', times: howMany / 10 });
    simulator.addFault({ target: 'recording', kind: 'dead-link', times: howMany / 10 });
    for (const id of ids) {
      await ended(id);
    }
    for (let tries = 0; tries < 400; tries += 1) {
      clock.advance(2_000);
      const [first, ...others] = await states();
      if (first?.state === 'ready' && others.length === 0) {
        break;
      }
      await delay(100);
    }
    expect(await states()).toEqual([{ state: 'ready', count: howMany }]);
    const asked = simulator.requests('/v1/pbx/record/request');
    expect(asked.length).toBe(howMany * 1.2);
    expect(asked.filter(({ status }) => status === 429)).toEqual([]);
    const files = await readdir(join(folder, 'recordings'), { recursive: true });
    expect(files.filter((name) => name.endsWith('.mp3'))).toHaveLength(howMany);
    expect(files.filter((name) => name.endsWith('.part'))).toEqual([]);
  }, 90_000);
});
