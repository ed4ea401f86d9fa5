import { setTimeout as delay } from 'node:timers/promises';
import { dataSourceOptions, isDatabaseTrouble } from '@callboard/database';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '.';

describe('a transaction that does not go on', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    const settings = { url: database.url, applicationName: 'test', poolSize: 1, queryTimeoutMs: 300 };
    dataSource = await new DataSource(dataSourceOptions(settings)).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('leaves, if the server does not answer, no connection behind in which later work would never be committed', async () => {
    const hanging = dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(1)`);
      await manager.query(`SELECT pg_sleep(1)`);
    });
    await expect(hanging).rejects.toThrow('Query read timeout');
    await delay(1_000);
    const [later] = await dataSource.query<{ alone: boolean; locked: boolean }[]>(
      `SELECT now() = statement_timestamp() AS alone,
         EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory') AS locked`,
    );
    expect(later).toEqual({ alone: true, locked: false });
  });

  it('is ended by the server if its process is suspended, so that nobody waits for its locks', async () => {
    const suspended = dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL idle_in_transaction_session_timeout = 100`);
      await manager.query(`SELECT pg_advisory_xact_lock(2)`);
      await delay(400);
      await manager.query(`SELECT 1`);
    });
    const error: unknown = await suspended.catch((reason: unknown) => reason);
    expect(isDatabaseTrouble(error)).toBe(true);
    expect(await dataSource.query(`SHOW idle_in_transaction_session_timeout`)).toEqual([
      { idle_in_transaction_session_timeout: '20s' },
    ]);
  });
});
