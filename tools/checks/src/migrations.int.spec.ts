import * as auth from '@callboard/auth';
import * as calls from '@callboard/calls';
import * as contacts from '@callboard/contacts';
import * as pbx from '@callboard/pbx';
import * as recordings from '@callboard/recordings';
import * as zadarma from '@callboard/zadarma';
import { dataSourceOptions, migrations } from '@callboard/database';
import { createTestDatabase, type TestDatabase } from '@callboard/testing';
import { DataSource, getMetadataArgsStorage } from 'typeorm';

const entities = entitiesOf([auth, calls, contacts, pbx, recordings, zadarma]);

/** Every class that a room declared as an entity: a file registers its own when its names are first read. */
function entitiesOf(rooms: readonly object[]) {
  rooms.forEach((room) => void Object.values(room));
  return getMetadataArgsStorage().tables.map(({ target }) => target);
}

async function tablesOf(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ name: string }[]>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** Statements TypeORM would run to make the database fit the entities. */
async function differences(dataSource: DataSource): Promise<string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

async function freshDatabase(): Promise<[TestDatabase, DataSource]> {
  const fresh = await createTestDatabase();
  const options = dataSourceOptions({ url: fresh.url, applicationName: 'test', poolSize: 2 });
  return [fresh, await new DataSource(options).initialize()];
}

async function undo(dataSource: DataSource, count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) {
    await dataSource.undoLastMigration();
  }
}

const ids = {
  call: '0196f000-0000-7000-8000-000000000001',
  leg: '0196f000-0000-7000-8000-000000000002',
} as const;

describe('the migrations', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource({
      ...dataSourceOptions({ url: database.url, applicationName: 'test', poolSize: 3 }),
      entities,
    }).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('make exactly the schema that the entities describe', async () => {
    expect(entities.length).toBeGreaterThan(10);
    expect(await differences(dataSource)).toEqual([]);
  });

  it('would be caught out by a forgotten one', async () => {
    await dataSource.query('ALTER TABLE contacts DROP COLUMN company CASCADE');
    expect(await differences(dataSource)).not.toEqual([]);
    await dataSource.query('ALTER TABLE contacts ADD COLUMN company text');
  });

  it('can each be undone, the newest first, and done again', async () => {
    const [fresh, own] = await freshDatabase();
    const complete = await tablesOf(own);
    await undo(own, migrations.length);
    expect(await tablesOf(own)).toEqual(['migrations']);
    await own.runMigrations();
    expect(await tablesOf(own)).toEqual(complete);
    await own.destroy();
    await fresh.drop();
  });

  it('give helper legs that an earlier version tied the start of their call', async () => {
    const [fresh, own] = await freshDatabase();
    await undo(own, migrations.length - migrations.findIndex(({ name }) => name.startsWith('AddStartsTo')));
    await own.query(
      `INSERT INTO calls (id, version, pbx_call_id, direction, status, started_at, has_recording, recording_ids,
         timeline, customer_dialled, helper_of_id, created_at, updated_at)
       SELECT id::uuid, 1, id, 'outgoing', 'answered', started_at::timestamptz, helper_of IS NOT NULL, '[]', '[]',
         helper_of IS NULL, helper_of::uuid, now(), now()
       FROM (VALUES ($1, '2026-03-05T09:15:08Z', NULL), ($2, '2026-03-05T09:15:00Z', $1)) AS c (id, started_at, helper_of)`,
      [ids.call, ids.leg],
    );
    await own.runMigrations();
    expect(await own.query('SELECT id, helper_of_started_at FROM calls ORDER BY started_at')).toEqual([
      { id: ids.leg, helper_of_started_at: new Date('2026-03-05T09:15:08Z') },
      { id: ids.call, helper_of_started_at: null },
    ]);
    await own.destroy();
    await fresh.drop();
  });
});
