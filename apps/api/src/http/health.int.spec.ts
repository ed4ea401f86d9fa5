import { migrate } from '@callboard/database';
import { type OwnServer, silentLog, startOwnPostgres, testEnvironment } from '@callboard/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../create-api';
import { people, withAdministrator } from '../testing/test-api';

describe("the API's health", () => {
  let server: OwnServer;
  let app: NestFastifyApplication;

  const start = (variables: Readonly<Record<string, string>> = {}) =>
    createApi(testEnvironment({ DATABASE_URL: server.url, ...withAdministrator, ...variables }), silentLog());

  const ask = async (api: NestFastifyApplication, url: string): Promise<[number, unknown]> => {
    const answer = await api.inject({ url });
    return [answer.statusCode, answer.json<unknown>()];
  };

  beforeAll(async () => {
    server = await startOwnPostgres();
    await migrate(server.url, false);
    app = await start();
  }, 30_000);

  afterAll(async () => {
    server.resume();
    await app.close();
    await server.stop();
  });

  it('is alive but not ready while the database hangs, and says what is missing', async () => {
    expect(await ask(app, '/readyz')).toMatchObject([200, { status: 'ok' }]);
    server.pause();
    expect(await ask(app, '/healthz')).toEqual([200, { status: 'ok' }]);
    expect(await ask(app, '/readyz')).toMatchObject([
      503,
      { status: 'error', error: { database: { status: 'down' } } },
    ]);
    server.resume();
    expect(await ask(app, '/readyz')).toMatchObject([200, { status: 'ok' }]);
  });

  it('asks for the secret again when the encryption key is another one', async () => {
    const first = await start();
    const login = await first.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      payload: people.admin,
    });
    const cookie = String(login.headers['set-cookie']).split(';', 1)[0] ?? '';
    await first.inject({
      method: 'PUT',
      url: '/api/v1/settings/zadarma',
      headers: { cookie },
      payload: { secret: 'the secret' },
    });
    expect(await ask(first, '/readyz')).toMatchObject([200, { info: { zadarma: { status: 'up' } } }]);
    await first.close();
    const other = await start({ APP_ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64') });
    expect(await ask(other, '/readyz')).toMatchObject([
      200,
      { info: { zadarma: { message: expect.stringContaining('Enter the secret again') } } },
    ]);
    await other.close();
  });
});
