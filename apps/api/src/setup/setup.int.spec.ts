import { createLog } from '@callboard/platform';
import { createTestDatabase, silentLog, type TestDatabase, testEnvironment } from '@callboard/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { createApi } from '../create-api';

const url = '/api/v1/setup';
const body = { name: 'Anna', email: 'anna@example.com', password: 'first of all' };

describe('/setup', () => {
  let database: TestDatabase;
  const apps: NestFastifyApplication[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
  });

  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    await database.drop();
  });

  /** Starts an API process; answers with it and the token its log shows. */
  async function start(
    variables: Record<string, string> = {},
    level = 'warn',
  ): Promise<{ app: NestFastifyApplication; token: string; written: string }> {
    let written = '';
    const log = createLog('api', level, { write: (line: string) => void (written += line) });
    const app = await createApi(testEnvironment({ DATABASE_URL: database.url, ...variables }), log);
    apps.push(app);
    return { app, written, token: /one-time token: ([\w-]{43})/.exec(written)?.[1] ?? '' };
  }

  const complete = (app: NestFastifyApplication, token: string) =>
    app.inject({ method: 'POST', url, payload: { ...body, token } });

  it('creates the first administrator with the token of the log, signs them in, and is over', async () => {
    const { app, token } = await start();
    expect((await app.inject({ url })).json()).toEqual({ needed: true, demo: null });
    const answer = await complete(app, token);
    expect([answer.statusCode, answer.json()]).toMatchObject([201, { email: body.email, role: 'admin' }]);
    const cookie = String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';
    expect((await app.inject({ url: '/api/v1/auth/me', headers: { cookie } })).statusCode).toBe(200);
    expect((await app.inject({ url })).json()).toEqual({ needed: false, demo: null });
    expect((await complete(app, token)).json()).toMatchObject({ status: 409, code: 'setup_done' });
    expect((await start()).token).toBe('');
  });

  it.each(['info', 'error', 'silent'])('shows the token once with LOG_LEVEL=%s', async (level) => {
    const { written, token } = await start({}, level);
    expect(token).not.toBe('');
    expect(written.split(token)).toHaveLength(2);
  });

  it('refuses another token', async () => {
    const { app } = await start();
    const answer = await complete(app, 'guessed');
    expect([answer.statusCode, answer.json()]).toMatchObject([403, { code: 'setup_token_wrong' }]);
  });

  it('accepts the token of any process at any process, once', async () => {
    const [first, second] = [await start(), await start()];
    expect(first.token).not.toBe(second.token);
    const answers = await Promise.all([complete(first.app, second.token), complete(second.app, first.token)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
    const rows = await first.app.get(DataSource).query<object[]>(`SELECT * FROM setup_tokens`);
    expect(rows).toEqual([]);
  });

  it('is not needed with ADMIN_EMAIL, whose password later starts leave alone', async () => {
    const { app, token } = await start({
      ADMIN_EMAIL: 'Boss@example.com',
      ADMIN_PASSWORD: 'from the environment',
    });
    expect(token).toBe('');
    expect((await app.inject({ url })).json()).toMatchObject({ needed: false });
    const again = await start({ ADMIN_EMAIL: 'boss@example.com', ADMIN_PASSWORD: 'something different' });
    const login = (password: string) =>
      again.app.inject({
        method: 'POST',
        url: '/api/v1/auth/login',
        payload: { email: 'boss@example.com', password },
      });
    expect((await login('from the environment')).statusCode).toBe(200);
    expect((await login('something different')).statusCode).toBe(401);
  });

  it('shows the users of the demo in a demo, which only a demo database can be', async () => {
    await expect(
      createApi(testEnvironment({ DATABASE_URL: database.url, DEMO: 'true' }), silentLog()),
    ).rejects.toMatchObject({ code: 'installation_mismatch' });
    const { app } = await start();
    await app.get(DataSource).query(`UPDATE installation SET demo = true`);
    const demo = await start({ DEMO: 'true' });
    const state = (await demo.app.inject({ url })).json<{ demo: { users: { email: string }[] } }>();
    expect(state.demo.users.map(({ email }) => email)).toContain('anna@demo.callboard.example');
    await expect(start()).rejects.toMatchObject({ code: 'installation_mismatch' });
  });
});
