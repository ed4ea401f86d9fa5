import { createTestDatabase, foreignTable, openTestDataSource, type TestDatabase } from '@callboard/testing';
import type { DataSource } from 'typeorm';
import { entities } from './entities';

describe('the entities of recordings', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await openTestDataSource(database.url, [
      ...entities,
      ...['calls', 'employees', 'api_keys'].map(foreignTable),
    ]);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('describe the tables exactly as the migration made them', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    const ours = upQueries
      .map(({ query }) => query)
      .filter((query) =>
        /"recordings"|"recording_(plays|deletions|transcripts)"|"retention_runs"/.test(query),
      );
    expect(ours).toEqual([]);
  });
});
