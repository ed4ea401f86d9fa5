import { createTestDatabase, type TestDatabase } from '@callboard/testing';
import pg from 'pg';
import { PostgresConnections } from './postgres-connections';

describe('the queue in PostgreSQL', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.drop());

  it('is set up once when several processes start at the same moment', async () => {
    const errors: unknown[] = [];
    const processes = Array.from(
      { length: 4 },
      () => new PostgresConnections(database.url, (error) => errors.push(error)),
    );
    await Promise.all(processes.map((connections) => connections.prepare()));
    await Promise.all(processes.map((connections) => connections.close()));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ versions: number; different: number }>(
      'SELECT count(*)::int AS versions, count(DISTINCT version)::int AS different FROM bullmq.migration',
    );
    await client.end();
    expect(errors).toEqual([]);
    expect(rows[0]?.versions).toBeGreaterThan(0);
    expect(rows[0]?.versions).toBe(rows[0]?.different);
  });
});
