import { EmployeesService, SessionsService } from '@callboard/auth';
import { FakeClock } from '@callboard/testing';
import { Algorithm, hash } from '@node-rs/argon2';
import { DataSource } from 'typeorm';
import { people, startTestApi, type TestApi } from '../testing/test-api';

const system = { kind: 'system', name: 'test' } as const;
const hour = 3600 * 1000;
const day = 24 * hour;

describe('signing in', () => {
  const clock = new FakeClock();
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  });

  afterAll(() => api.close());

  const signIn = (credentials: object, remoteAddress = '10.0.0.1') =>
    api.app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: credentials, remoteAddress });

  async function cookieOf(credentials: object = people.agent): Promise<string> {
    const answer = await signIn(credentials);
    expect(answer.statusCode).toBe(200);
    return String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';
  }

  const meWith = (cookie: string) => api.app.inject({ url: '/api/v1/auth/me', headers: { cookie } });

  it('answers with the employee and a cookie that scripts and other sites cannot use', async () => {
    const answer = await signIn({ ...people.agent, email: ' Agent@Example.com ' });
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      {
        id: api.agentId,
        name: 'The agent',
        email: 'agent@example.com',
        role: 'agent',
        language: null,
        extensions: [],
        defaultCountry: 'PL',
      },
    ]);
    expect(answer.headers['set-cookie']).toMatch(
      /^callboard_session=[^;]+; Path=\/api; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
  });

  it('gives every session a new id, whatever cookie the browser came with', async () => {
    const planted = await cookieOf();
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      payload: people.agent,
      headers: { cookie: planted },
    });
    const fresh = String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';
    expect(fresh).not.toBe(planted);
    expect((await meWith(planted)).statusCode).toBe(401);
    expect((await meWith(fresh)).statusCode).toBe(200);
  });

  it('says one thing about the cookie, whatever the browser came with', async () => {
    const sent = async (action: 'login' | 'logout', cookie: string): Promise<unknown> => {
      const url = `/api/v1/auth/${action}`;
      const login = action === 'login' && { payload: people.agent };
      return (await api.app.inject({ method: 'POST', url, headers: { cookie }, ...login })).headers[
        'set-cookie'
      ];
    };
    const cookie = await cookieOf();
    const ofNobody = `${cookie.slice(0, -4)}AAAA`;
    for (const came of [cookie, cookie, ofNobody]) {
      expect(await sent('login', came)).toMatch(/^callboard_session=[^;]+; Path=\/api; /);
    }
    for (const came of [await cookieOf(), cookie, ofNobody]) {
      expect(await sent('logout', came)).toMatch(
        /^callboard_session=; (?=.*Path=\/api;).*Expires=Thu, 01 Jan 1970/,
      );
    }
  });

  it('keeps no session id that a reader of the database could use', async () => {
    const cookie = await cookieOf();
    const id = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? '';
    const rows = await api.app.get(DataSource).query<object[]>(`SELECT * FROM sessions`);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(id);
  });

  it('says the same about a wrong password, an unknown e-mail and a deactivated employee', async () => {
    const body = {
      name: 'Gone',
      email: 'gone@example.com',
      role: 'agent',
      password: 'was here once',
      active: false,
    };
    expect((await api.request('POST', '/api/v1/employees', { payload: body })).statusCode).toBe(201);
    const answers = await Promise.all([
      signIn({ ...people.agent, password: 'wrong password' }, '10.0.1.1'),
      signIn({ email: 'nobody@example.com', password: 'wrong password' }, '10.0.1.1'),
      signIn({ email: body.email, password: body.password }, '10.0.1.1'),
    ]);
    const said = answers.map((answer) => ({
      ...answer.json<object>(),
      requestId: '',
      status: answer.statusCode,
    }));
    expect(said[0]).toMatchObject({ status: 401, code: 'invalid_credentials' });
    expect(said[1]).toEqual(said[0]);
    expect(said[2]).toEqual(said[0]);
  });

  it('works as hard for an unknown e-mail as for a wrong password', async () => {
    const timeOf = async (email: string): Promise<number> => {
      const start = performance.now();
      await signIn({ email, password: 'wrong password' }, '10.0.2.1');
      return performance.now() - start;
    };
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < 5; round++) {
      times.known.push(await timeOf(people.agent.email));
      times.unknown.push(await timeOf('stranger@example.com'));
    }
    // Without the decoy the unknown one would take a few milliseconds, the other some tens.
    expect(Math.min(...times.unknown)).toBeGreaterThan(Math.min(...times.known) / 3);
  });

  it('stops after ten failures for one account from one address, and says when to come back', async () => {
    const wrong = { ...people.agent, password: 'wrong password' };
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(wrong, '10.0.3.1')));
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    const refused = await signIn(people.agent, '10.0.3.1');
    expect([refused.statusCode, refused.json()]).toMatchObject([429, { code: 'too_many_attempts' }]);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await signIn(people.agent, '10.0.3.2')).statusCode).toBe(200);
    expect((await signIn(people.admin, '10.0.3.1')).statusCode).toBe(200);
  });

  it('stops after fifty failures for one account from many addresses, and leaves other accounts alone', async () => {
    const victim = { email: 'victim@example.com', password: 'wrong password' };
    const { statusCode } = await api.request('POST', '/api/v1/employees', {
      payload: { name: 'Victim', role: 'agent', email: victim.email, password: 'the right one' },
    });
    expect(statusCode).toBe(201);
    const answers = await Promise.all(
      Array.from({ length: 55 }, (_, index) => signIn(victim, `10.0.5.${Math.floor(index / 5)}`)),
    );
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(50);
    const refused = await signIn({ ...victim, password: 'the right one' }, '10.0.5.200');
    expect([refused.statusCode, refused.json()]).toMatchObject([429, { code: 'too_many_attempts' }]);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await signIn(people.agent, '10.0.5.200')).statusCode).toBe(200);
  });

  it('ignores what a browser sends to a proxy in front of it', async () => {
    const me = (authorization: string) =>
      api.request('GET', '/api/v1/auth/me', { headers: { authorization } });
    expect((await me('Basic cHJveHk6cGFzc3dvcmQ=')).statusCode).toBe(200);
    expect((await me('Bearer wrong')).json()).toMatchObject({ status: 401, code: 'invalid_api_key' });
    expect((await me('Bearer')).json()).toMatchObject({ status: 401, code: 'invalid_api_key' });
  });

  it('forgets failures once the right password comes', async () => {
    for (let round = 0; round < 3; round++) {
      await Promise.all(
        Array.from({ length: 6 }, () => signIn({ ...people.agent, password: 'wrong password' }, '10.0.4.1')),
      );
      expect((await signIn(people.agent, '10.0.4.1')).statusCode).toBe(200);
    }
  });

  it('hashes a password anew when it was hashed with weaker parameters', async () => {
    const source = api.app.get(DataSource);
    const weak = await hash(people.agent.password, {
      algorithm: 2 as Algorithm,
      memoryCost: 1024,
      timeCost: 1,
      parallelism: 1,
    });
    await source.query(`UPDATE employees SET password_hash = $1 WHERE id = $2`, [weak, api.agentId]);
    await cookieOf();
    const [row] = await source.query<{ password_hash: string }[]>(
      `SELECT password_hash FROM employees WHERE id = $1`,
      [api.agentId],
    );
    expect(row?.password_hash).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    await cookieOf();
  });

  it('lasts 14 days after the last use, moved at most once an hour', async () => {
    const cookie = await cookieOf();
    clock.advance(hour - 1);
    expect((await meWith(cookie)).headers['set-cookie']).toBeUndefined();
    clock.advance(13 * day);
    const renewed = await meWith(cookie);
    expect(renewed.statusCode).toBe(200);
    expect(String(renewed.headers['set-cookie']).split(';', 1)[0]).toBe(cookie);
    clock.advance(13 * day);
    expect((await meWith(cookie)).statusCode).toBe(200);
    clock.advance(14 * day);
    expect((await meWith(cookie)).json()).toMatchObject({ code: 'not_signed_in' });
  });

  it('ends with signing out, also when nobody is signed in', async () => {
    const cookie = await cookieOf();
    const signOut = () => api.app.inject({ method: 'POST', url: '/api/v1/auth/logout', headers: { cookie } });
    expect((await signOut()).statusCode).toBe(204);
    expect((await meWith(cookie)).statusCode).toBe(401);
    expect((await signOut()).statusCode).toBe(204);
  });

  it.each([
    ['the password', { password: 'a very new password' }],
    ['the role', { role: 'admin' }],
    ['the right to sign in', { active: false }],
  ] as const)('ends everywhere when %s changes', async (_what, change) => {
    const body = {
      name: 'Ewa',
      email: 'ewa@example.com',
      role: 'agent',
      active: true,
      password: 'the first one',
    } as const;
    const employees = api.app.get(EmployeesService);
    const { id } = await employees.create(body, system);
    const cookies = [await cookieOf(body), await cookieOf(body)];
    await employees.update(id, { name: 'Ewa Nowak' }, system);
    expect((await meWith(cookies[0] ?? '')).statusCode).toBe(200);
    await employees.update(id, change, system);
    for (const cookie of cookies) {
      expect((await meWith(cookie)).statusCode).toBe(401);
    }
    await employees.update(id, { email: `${id}@example.com` }, system);
  });

  it('does not trust a cookie whose signature is wrong', async () => {
    const cookie = await cookieOf();
    expect((await meWith(`${cookie.slice(0, -4)}AAAA`)).statusCode).toBe(401);
  });

  it('remembers the language', async () => {
    const cookie = await cookieOf();
    const answer = await api.app.inject({
      method: 'PATCH',
      url: '/api/v1/auth/me',
      headers: { cookie },
      payload: { language: 'pl' },
    });
    expect(answer.json()).toMatchObject({ language: 'pl' });
    expect((await meWith(cookie)).json()).toMatchObject({ language: 'pl' });
  });
});

describe('behind https', () => {
  const clock = new FakeClock();
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ clock, variables: { PUBLIC_URL: 'https://calls.example.com' } });
  });

  afterAll(() => api.close());

  const signIn = () => api.app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: people.admin });
  const me = (cookie: string) => api.app.inject({ url: '/api/v1/auth/me', headers: { cookie } });
  const cookieIn = (answer: Awaited<ReturnType<typeof signIn>>) => String(answer.headers['set-cookie']);

  it('sends the cookie over https only, even if the proxy in front is not trusted', async () => {
    const answer = await signIn();
    expect(cookieIn(answer)).toMatch(/; Secure/);
    expect(answer.headers['strict-transport-security']).toMatch(/max-age=\d+/);
  });

  it('has a cookie that no sibling host can plant, also when it is renewed', async () => {
    const ofThisHostAlone =
      /^__Host-callboard_session=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/;
    const answer = await signIn();
    expect(cookieIn(answer)).toMatch(ofThisHostAlone);
    const [cookie = ''] = cookieIn(answer).split(';', 1);
    expect((await me(cookie)).statusCode).toBe(200);
    clock.advance(day);
    expect(cookieIn(await me(cookie))).toMatch(ofThisHostAlone);
  });

  it('asks those who come with the cookie of plain http to sign in', async () => {
    const [cookie = ''] = cookieIn(await signIn()).split(';', 1);
    const answer = await me(cookie.replace('__Host-', ''));
    expect([answer.statusCode, answer.json()]).toMatchObject([401, { code: 'not_signed_in' }]);
  });

  it('says one thing about the cookie to those who sign in again', async () => {
    const [cookie = ''] = cookieIn(await signIn()).split(';', 1);
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      payload: people.admin,
      headers: { cookie, origin: 'https://calls.example.com' },
    });
    expect(answer.headers['set-cookie']).toMatch(/^__Host-callboard_session=[^;]+; Path=\/; /);
  });

  it('takes the cookie back when somebody signs out', async () => {
    const [cookie = ''] = cookieIn(await signIn()).split(';', 1);
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/v1/auth/logout',
      headers: { cookie, origin: 'https://calls.example.com' },
    });
    expect(answer.statusCode).toBe(204);
    // Browsers ignore what is said of such a cookie without these.
    expect(cookieIn(answer)).toMatch(/^__Host-callboard_session=; (?=.*Path=\/;).*Secure/);
    expect((await me(cookie)).statusCode).toBe(401);
  });

  it('looks nobody up for a page, so that it opens while the database is away', async () => {
    const [cookie = ''] = cookieIn(await signIn()).split(';', 1);
    const sessions = api.app.get(SessionsService, { strict: false });
    const find = jest.spyOn(sessions, 'find');
    await api.app.inject({ url: '/calls', headers: { cookie, accept: 'text/html' } });
    expect(find).not.toHaveBeenCalled();
    await me(cookie);
    expect(find).toHaveBeenCalled();
    find.mockRestore();
  });
});
