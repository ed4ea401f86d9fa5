import { createTestDatabase, silentLog, type TestDatabase, testEnvironment } from '@callboard/testing';
import { Inbox } from '@callboard/zadarma';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { createWorker } from '../create-worker';
import { CallUpdater } from '../zadarma-events/call-updater.service';
import { Closer } from './closer.service';

describe('the closer', () => {
  let database: TestDatabase;
  let worker: INestApplicationContext;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    worker = await createWorker(testEnvironment({ DATABASE_URL: database.url }), silentLog());
    dataSource = worker.get(DataSource);
  });

  afterAll(async () => {
    await worker.close();
    await database.drop();
  });

  async function ringing(pbxCallId: string, minutesAgo: number): Promise<void> {
    const fields = {
      event: 'NOTIFY_START',
      pbx_call_id: pbxCallId,
      caller_id: '+48600100200',
      called_did: '48221234567',
      call_start: '2026-03-05 10:15:00',
    };
    await worker.get(Inbox, { strict: false }).add([{ source: 'webhook', fields, receivedAt: new Date() }]);
    await worker.get(CallUpdater, { strict: false }).bringUpToDate(pbxCallId, 'always');
    await dataSource.query(
      `UPDATE calls SET updated_at = now() - make_interval(mins => $2) WHERE pbx_call_id = $1`,
      [pbxCallId, minutesAgo],
    );
  }

  const statusOf = async (pbxCallId: string): Promise<string | undefined> =>
    (
      await dataSource.query<{ status: string }[]>('SELECT status FROM calls WHERE pbx_call_id = $1', [
        pbxCallId,
      ])
    )[0]?.status;

  it('ends calls whose end was never told, once, and leaves the others alone', async () => {
    await ringing('in_forgotten', 31);
    await ringing('in_patient', 29);
    const closer = worker.get(Closer, { strict: false });
    await expect(closer.run()).resolves.toBe(1);
    await expect(closer.run()).resolves.toBe(0);
    for (let tries = 0; tries < 100 && (await statusOf('in_forgotten')) === 'ringing'; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await expect(statusOf('in_forgotten')).resolves.toBe('ended_unknown');
    await expect(statusOf('in_patient')).resolves.toBe('ringing');
  });
});
