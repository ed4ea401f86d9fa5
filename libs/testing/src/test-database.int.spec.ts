import { createTestDatabase, openTestDataSource } from '.';

describe('createTestDatabase', () => {
  it('gives a migrated database that is marked as not being a demo', async () => {
    const database = await createTestDatabase();
    const dataSource = await openTestDataSource(database.url, []);
    expect(await dataSource.query('SELECT demo FROM installation')).toEqual([{ demo: false }]);
    await dataSource.destroy();
    await database.drop();
  });
});
