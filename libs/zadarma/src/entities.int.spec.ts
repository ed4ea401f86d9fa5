import { createTestDatabase, openTestDataSource, type TestDatabase } from '@callboard/testing';
import type { DataSource } from 'typeorm';
import { entities } from './entities';

describe('the entities of libs/zadarma', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await openTestDataSource(database.url, [...entities]);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('describe the tables exactly as the migration made them', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });
});
