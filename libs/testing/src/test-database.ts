import { randomBytes } from 'node:crypto';
import { dataSourceOptions } from '@callboard/database';
import pg from 'pg';
import { DataSource, type EntitySchema } from 'typeorm';

/** A database of its own for one spec file, cloned from the migrated template. */
export interface TestDatabase {
  readonly url: string;
  /** Disconnects everybody and removes the database. */
  drop(): Promise<void>;
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl('postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function serverUrl(database: string): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) {
    throw new Error(
      'TEST_DATABASE_URL is not set: integration specs need the global set-up of @callboard/testing.',
    );
  }
  return url.replace(/\/[^/]+$/, `/${database}`);
}

/** Creates a migrated, empty database; a few tens of milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE callboard`);
  return { url: serverUrl(name), drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Every row of every table of a database as text, those of the queue included. */
export async function everythingIn(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
      texts.push(...rows.map(({ text }) => `${name} ${text}`));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}

/** Opens a TypeORM data source with the given entities on a test database. */
export async function openTestDataSource(
  url: string,
  entities: (new () => unknown)[] | EntitySchema[],
): Promise<DataSource> {
  return new DataSource({
    ...dataSourceOptions({ url, applicationName: 'test', poolSize: 5 }),
    entities,
  }).initialize();
}
