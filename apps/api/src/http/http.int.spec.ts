import { createTestDatabase, silentLog, type TestDatabase, testEnvironment } from '@callboard/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../create-api';

describe('the API', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createApi(testEnvironment({ DATABASE_URL: database.url }), silentLog());
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('says that it lives and that it is ready', async () => {
    expect((await app.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' });
    const ready = await app.inject({ url: '/readyz' });
    expect(ready.statusCode).toBe(200);
    expect(ready.json()).toMatchObject({ info: { database: { status: 'up' } } });
  });
});
