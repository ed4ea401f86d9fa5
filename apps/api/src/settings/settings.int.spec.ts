import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callsRefold, JobProducer, LiveBus } from '@callboard/messaging';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi } from '../testing/test-api';

const path = '/api/v1/settings/zadarma';

let api: TestApi;
let pbx: Server;
let asked: string[];
let answers: Record<string, [number, object]>;

beforeAll(async () => {
  pbx = createServer((request, response) => {
    const route = `${request.method} ${request.url?.split('?')[0]}`;
    asked.push(route);
    const [status, body] = answers[route] ?? [404, { status: 'error', message: 'Not found' }];
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => pbx.listen(0, '127.0.0.1', resolve));
  api = await startTestApi({ variables: { PUBLIC_URL: 'https://crm.example.com' } });
});

beforeEach(() => {
  asked = [];
  answers = {};
});

afterAll(async () => {
  await api.close();
  pbx.closeAllConnections();
  await new Promise((resolve) => pbx.close(resolve));
});

const forget = () => api.app.get(DataSource).query('TRUNCATE audit_entries');
const entries = () =>
  api.app
    .get(DataSource)
    .query<object[]>('SELECT action, target_type, actor_id, details FROM audit_entries ORDER BY at, id');
const put = (payload: object) => api.request('PUT', path, { payload });
const url = () => `http://127.0.0.1:${(pbx.address() as AddressInfo).port}`;

describe('the settings over REST', () => {
  it('shows the defaults, and never the secret', async () => {
    expect((await api.request('GET', path)).json()).toMatchObject({
      url: 'https://api.zadarma.com',
      key: '',
      secretIsSet: false,
      timeZone: 'Europe/Warsaw',
      webhookUrl: 'https://crm.example.com/exec/Zadarma.notify',
    });
    const answer = await put({ key: 'k', secret: 'the-secret', url: url() });
    expect(answer.json()).toMatchObject({ key: 'k', secretIsSet: true, url: url() });
    expect(answer.body).not.toContain('the-secret');
    expect((await api.request('GET', path)).body).not.toContain('the-secret');
    expect(asked).toEqual([]);
  });

  it.each([
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ routing: { returnTimeoutSeconds: 2 } }, 'routing.returnTimeoutSeconds'],
    [{ defaultCountry: 'Poland' }, 'defaultCountry'],
    [{ defaultCountry: 'XX' }, 'defaultCountry'],
    [{ url: 'ftp://x' }, 'url'],
    [{ secret: '' }, 'secret'],
  ])('refuses %j', async (body, field) => {
    const answer = await put(body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ path: field }] });
  });

  it.each([
    [{ url: 'https://api.zadarma.com/v1/' }, /without path, user name or parameters/],
    [{ url: 'https://api.zadarma.com?x=1' }, /without path, user name or parameters/],
    [{ url: 'https://api.zadarma.com/#x' }, /without path, user name or parameters/],
    [{ url: 'https://me:pw@api.zadarma.com' }, /without path, user name or parameters/],
    [{ url: 'api.zadarma.com' }, /Invalid URL/],
    [{ defaultCountry: 'XX' }, /No country has the code XX/],
  ])('says of %j what is wrong with it', async (body, words) => {
    const [field = ''] = Object.keys(body);
    const before = (await api.request('GET', path)).json<Record<string, unknown>>();
    const answer = await put(body);
    expect(answer.json()).toMatchObject({
      code: 'validation_failed',
      errors: [{ path: field, message: expect.stringMatching(words) as string }],
    });
    expect((await api.request('GET', path)).json()).toEqual(before);
  });

  it('keeps who changed which fields, and neither key nor secret', async () => {
    await put({ timeZone: 'Europe/Warsaw', routing: { returnTimeoutSeconds: 20 } });
    await forget();
    await put({
      timeZone: 'Europe/Oslo',
      routing: { returnTimeoutSeconds: 7 },
      key: 'a-key',
      secret: 'a-secret',
    });
    await put({ timeZone: 'Europe/Oslo', routing: { returnTimeoutSeconds: 7 } });
    await put({ timeZone: 'Mars/Olympus' });
    const changes = {
      timeZone: 'Europe/Oslo',
      'routing.returnTimeoutSeconds': 7,
      keySet: true,
      secretSet: true,
    };
    expect(await entries()).toEqual([
      { action: 'settings.updated', target_type: 'settings', actor_id: api.adminId, details: changes },
    ]);
  });

  it('has all calls read again when the zone changes, and wakes everybody', async () => {
    const bus = api.app.get(LiveBus);
    const heard: string[] = [];
    const stop = bus.subscribe(({ type }) => heard.push(type));
    await bus.waitUntilListening();
    const producer = api.app.get(JobProducer);
    const before = (await producer.backlog(callsRefold)) ?? 0;
    await put({ timeZone: 'Europe/Riga' });
    await put({ timeZone: 'Europe/Riga', key: 'k' });
    expect(await producer.backlog(callsRefold)).toBe(before + 1);
    for (let look = 0; look < 200 && !heard.includes('settings.changed'); look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(heard).toContain('settings.changed');
    stop();
  });

  it('says which step of the connection test failed, and asks nothing after it', async () => {
    answers = {
      'GET /v1/info/balance/': [200, { status: 'success', balance: '12.50', currency: 'PLN' }],
      'GET /v1/tariff/': [401, { status: 'error', message: 'Not authorized' }],
    };
    const answer = await api.request('POST', `${path}/test`);
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { ok: false, code: 'wrong_key' }]);
    expect(asked).toEqual(['GET /v1/info/balance/', 'GET /v1/tariff/']);
  });

  it('shows the account when the connection works', async () => {
    answers = {
      'GET /v1/info/balance/': [200, { status: 'success', balance: 12.5, currency: 'PLN' }],
      'GET /v1/tariff/': [200, { status: 'success', info: { tariff_name: 'Office' } }],
      'GET /v1/info/timezone/': [
        200,
        { status: 'success', unixtime: 1, datetime: '2026-03-05 10:15:00', timezone: 'UTC+1' },
      ],
      'GET /v1/pbx/internal/': [200, { status: 'success', pbx_id: 123456, numbers: [100] }],
    };
    expect((await api.request('POST', `${path}/test`)).json()).toEqual({
      ok: true,
      balance: 12.5,
      currency: 'PLN',
      plan: 'Office',
      timeZone: 'UTC+1',
      pbxId: '123456',
    });
  });

  it('registers our address and shows the one it replaces', async () => {
    const off = { notify_start: 'false', notify_end: 'true' };
    answers = {
      'GET /v1/pbx/callinfo/': [
        200,
        { status: 'success', url: 'https://other.example.com/hook', notifications: off },
      ],
      'POST /v1/pbx/callinfo/url/': [200, { status: 'success', url: 'x' }],
      'POST /v1/pbx/callinfo/notifications/': [200, { status: 'success', notifications: off }],
    };
    const answer = await api.request('POST', `${path}/webhook`, { payload: {} });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      {
        url: 'https://crm.example.com/exec/Zadarma.notify',
        isOurs: true,
        previousUrl: 'https://other.example.com/hook',
        notifications: { notifyStart: true, notifyOutEnd: true },
      },
    ]);
  });

  it('registers with all switches on when no body is sent', async () => {
    answers = {
      'GET /v1/pbx/callinfo/': [200, { status: 'success', url: '', notifications: {} }],
      'POST /v1/pbx/callinfo/url/': [200, { status: 'success', url: 'x' }],
      'POST /v1/pbx/callinfo/notifications/': [200, { status: 'success', notifications: {} }],
    };
    const answer = await api.request('POST', `${path}/webhook`);
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      { isOurs: true, notifications: { notifyStart: true, notifyOutEnd: true } },
    ]);
  });

  it('keeps who registered or took back the address, also when it failed half-way', async () => {
    await forget();
    const on = Object.fromEntries(
      ['start', 'internal', 'answer', 'end', 'out_start', 'out_end'].map((name) => [
        `notify_${name}`,
        'true',
      ]),
    );
    const registered = (url: string) =>
      [200, { status: 'success', url, notifications: on }] as [number, object];
    answers = { 'GET /v1/pbx/callinfo/': registered('https://other.example.com/hook?token=private') };
    const failed = await api.request('POST', `${path}/webhook`, { payload: {} });
    expect(failed.json()).toMatchObject({ code: 'pbx_refused' });
    answers['POST /v1/pbx/callinfo/url/'] = [200, { status: 'success', url: 'x' }];
    await api.request('POST', `${path}/webhook`, { payload: { notifications: {} } });
    await api.request('DELETE', `${path}/webhook`, { as: 'adminKey' });
    const entry = { target_type: 'webhook', actor_id: api.adminId };
    const notifications = expect.objectContaining({ notifyStart: true }) as object;
    expect(await entries()).toEqual([
      { ...entry, action: 'webhook.registered', details: { failure: 'pbx_refused' } },
      {
        ...entry,
        action: 'webhook.registered',
        details: { isOurs: true, host: 'crm.example.com', notifications },
      },
      {
        ...entry,
        actor_id: expect.not.stringMatching(api.adminId) as string,
        action: 'webhook.unregistered',
        details: { isOurs: false, host: 'other.example.com', notifications },
      },
    ]);
  });

  it('passes on what Zadarma refuses', async () => {
    answers = { 'GET /v1/pbx/callinfo/': [400, { status: 'error', message: 'Update error' }] };
    const answer = await api.request('GET', `${path}/webhook`);
    expect([answer.statusCode, answer.json()]).toMatchObject([
      502,
      { code: 'pbx_refused', details: { pbxMessage: 'Update error' } },
    ]);
  });
});

describe('the settings over REST while the queue is away', () => {
  it('are saved as ever, and keep the refold in mind for the sweep', async () => {
    const away = await startTestApi({ variables: { REDIS_URL: 'redis://127.0.0.1:1' } });
    try {
      const answer = await away.request('PUT', path, { payload: { timeZone: 'Europe/Riga' } });
      expect([answer.statusCode, answer.json()]).toMatchObject([200, { timeZone: 'Europe/Riga' }]);
      const settings = away.app.get(ZadarmaSettingsService, { strict: false });
      expect(await settings.isRefoldOverdue(new Date(Date.now() + 60_000))).toBe(true);
    } finally {
      await away.close();
    }
  });
});
