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
    const fresh = await createTestDatabase();
    const own = await new DataSource(
      dataSourceOptions({ url: fresh.url, applicationName: 'test', poolSize: 2 }),
    ).initialize();
    const complete = await tablesOf(own);
    for (const _ of migrations) {
      await own.undoLastMigration();
    }
    expect(await tablesOf(own)).toEqual(['migrations']);
    await own.runMigrations();
    expect(await tablesOf(own)).toEqual(complete);
    await own.destroy();
    await fresh.drop();
  });
});
