import { SystemClock } from '@callboard/platform';
import {
  createTestDatabase,
  openTestDataSource,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import type { DataSource } from 'typeorm';
import { entities } from '../entities';
import { type Answers, PbxServer } from '../pbx-server.fixture';
import { RequestBudget } from '../rest/request-budget';
import { ZadarmaClient } from '../rest/zadarma-client';
import type { ZadarmaSettingsService } from '../settings/zadarma-settings.service';
import { settingsOn } from '../testing-parts.fixture';
import { ConnectionTester } from './connection-tester';
import { PbxFetcher } from './pbx-fetcher';
import { WebhookRegistrar } from './webhook-registrar';

const ours = 'https://crm.example.com/exec/Zadarma.notify';
const working: Answers = {
  'GET /v1/info/balance/': { status: 'success', balance: 42.5, currency: 'EUR' },
  'GET /v1/tariff/': { status: 'success', info: { tariff_id: 5, tariff_name: 'Standard' } },
  'GET /v1/info/timezone/': {
    status: 'success',
    unixtime: 1772705700,
    datetime: '2026-03-05 10:15:00',
    timezone: 'UTC+0',
  },
  'GET /v1/pbx/internal/': { status: 'success', pbx_id: 123456, numbers: [100, 101] },
};
const refusal = (message: string) => ({ status: 'error', message });

describe('the account at Zadarma', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let settings: ZadarmaSettingsService;
  let client: ZadarmaClient;
  let registrar: WebhookRegistrar;
  let pbx: PbxServer;

  beforeAll(async () => {
    pbx = await PbxServer.start();
    database = await createTestDatabase();
    dataSource = await openTestDataSource(database.url, [...entities]);
    const parts = settingsOn(
      dataSource,
      testEnvironment({ PUBLIC_URL: 'https://crm.example.com' }),
      new SystemClock(),
    );
    settings = parts.settings;
    client = new ZadarmaClient(settings, new RequestBudget(dataSource));
    registrar = new WebhookRegistrar(client, settings, parts.repository);
  });

  beforeEach(async () => {
    await dataSource.query('TRUNCATE settings, pbx_request_budget');
    await settings.update({ url: pbx.url, key: 'k', secret: 's' });
    pbx.reset({});
  });

  afterAll(async () => {
    await client.onApplicationShutdown();
    await pbx.stop();
    await dataSource.destroy();
    await database.drop();
  });

  describe('ConnectionTester', () => {
    const test = () => new ConnectionTester(client).test();

    it('tells balance, plan, zone and PBX', async () => {
      pbx.reset(working);
      expect(await test()).toEqual({
        ok: true,
        balance: 42.5,
        currency: 'EUR',
        plan: 'Standard',
        timeZone: 'UTC+0',
        pbxId: '123456',
      });
      expect(pbx.asked).toEqual(Object.keys(working));
    });

    it.each([
      ['no PBX', 'GET /v1/pbx/internal/', refusal('PBX not found'), 'no_pbx'],
      ['an empty PBX', 'GET /v1/pbx/internal/', { status: 'success', pbx_id: 0 }, 'no_pbx'],
      ['a wrong key', 'GET /v1/info/balance/', refusal('Not authorized'), 'wrong_key'],
      ['a refusal', 'GET /v1/tariff/', refusal('Wrong parameters!'), 'pbx_refused'],
      ['a used-up budget', 'GET /v1/tariff/', refusal('You exceeded the rate limit'), 'rate_limited'],
      ['another kind of answer', 'GET /v1/info/timezone/', { hello: 'world' }, 'unexpected_answer'],
    ])('names %s and stops there', async (_, route, answer, code) => {
      pbx.reset({ ...working, [route]: answer });
      expect(await test()).toMatchObject({ ok: false, code, message: expect.any(String) });
      expect(pbx.asked.at(-1)).toBe(route);
    });

    it.each([
      ['a page', 200, '<html>Welcome</html>'],
      ['a page that is not there', 404, '<html>Not found</html>'],
      ['the API of something else', 404, '{"message":"Cannot GET /v1/info/balance/"}'],
      ['a redirect', 301, ''],
    ])('names an address that is not Zadarma’s by %s', async (_, status, text) => {
      pbx.reset({ 'GET /v1/info/balance/': (response) => response.writeHead(status).end(text) });
      expect(await test()).toMatchObject({
        ok: false,
        code: 'not_zadarma',
        message: expect.stringMatching(/not that of Zadarma's API.*Check the address/),
      });
    });

    it('keeps the words in which the PBX refuses', async () => {
      pbx.reset({ ...working, 'GET /v1/tariff/': refusal('Wrong parameters!') });
      expect(await test()).toMatchObject({ code: 'pbx_refused', pbxMessage: 'Wrong parameters!' });
    });

    it('asks nothing without key or secret', async () => {
      await settings.update({ key: '' });
      expect(await test()).toMatchObject({ ok: false, code: 'zadarma_key_missing' });
      expect(pbx.seen).toEqual([]);
    });
  });

  describe('PbxFetcher', () => {
    it('reads every extension and tells how far it is', async () => {
      pbx.reset({
        ...working,
        'GET /v1/pbx/internal/100/info/': { status: 'success', number: 100, name: 'Reception' },
        'GET /v1/pbx/internal/100/status/': { status: 'success', number: 100, is_online: 'true' },
        'GET /v1/pbx/internal/101/info/': { status: 'success', number: 101, name: '' },
        'GET /v1/pbx/internal/101/status/': { status: 'success', number: 101, is_online: 'false' },
      });
      const progress: string[] = [];
      const found = await new PbxFetcher(client).fetch((done, total) => {
        progress.push(`${done}/${total}`);
      });
      expect(found).toEqual({
        pbxId: '123456',
        extensions: [
          { number: '100', name: 'Reception', online: true },
          { number: '101', name: null, online: false },
        ],
      });
      expect(progress).toEqual(['0/2', '1/2', '2/2']);
    });

    it('does not stop at one extension that is refused, but at trouble', async () => {
      pbx.reset(working);
      const fetcher = new PbxFetcher(client);
      expect((await fetcher.fetch(() => undefined)).extensions).toEqual([
        { number: '100', name: null, online: null },
        { number: '101', name: null, online: null },
      ]);
      pbx.reset({ ...working, 'GET /v1/pbx/internal/100/info/': (response) => response.destroy() });
      await expect(fetcher.fetch(() => undefined)).rejects.toMatchObject({ code: 'unreachable' });
    });
  });

  describe('WebhookRegistrar', () => {
    /** Zadarma's side: one address and six switches. */
    function account(url: string, on: string[]) {
      const state = { url, on: new Set(on) };
      const notifications = () =>
        Object.fromEntries(
          ['start', 'internal', 'answer', 'end', 'out_start', 'out_end'].map((name) => [
            `notify_${name}`,
            String(state.on.has(name)),
          ]),
        );
      const answer = (change: (form: URLSearchParams) => void): Answers[string] => {
        return (response, { body }) => {
          change(new URLSearchParams(body));
          response.end(JSON.stringify({ status: 'success', url: state.url, notifications: notifications() }));
        };
      };
      const answers: Answers = {
        'GET /v1/pbx/callinfo/': answer(() => undefined),
        'POST /v1/pbx/callinfo/url/': answer((form) => (state.url = form.get('url') ?? '')),
        'DELETE /v1/pbx/callinfo/url/': answer(() => (state.url = '')),
        'POST /v1/pbx/callinfo/notifications/': answer((form) => {
          for (const [name, value] of form) {
            state.on[value === 'true' ? 'add' : 'delete'](name.replace('notify_', ''));
          }
        }),
      };
      pbx.reset(answers);
      return { state, answers };
    }

    it('registers on a new account and leaves nothing behind on undo', async () => {
      const { state } = account('', []);
      expect(await registrar.current()).toMatchObject({ url: null, isOurs: false, previousUrl: null });
      expect(await registrar.register()).toMatchObject({ url: ours, isOurs: true, previousUrl: null });
      expect([state.url, state.on.size]).toEqual([ours, 6]);
      expect(await registrar.undo()).toMatchObject({ url: null, isOurs: false });
      expect([state.url, [...state.on]]).toEqual(['', []]);
    });

    it('puts back single switches of an account that had no address', async () => {
      const { state } = account('', ['end', 'out_end']);
      await registrar.register();
      await registrar.register({ notifyInternal: false });
      await registrar.undo();
      expect([state.url, [...state.on].sort()]).toEqual(['', ['end', 'out_end']]);
    });

    it('puts back the switches also where our address was entered by hand', async () => {
      const { state } = account(ours, ['end']);
      await registrar.register();
      expect(state.on.size).toBe(6);
      await registrar.undo();
      expect([state.url, [...state.on]]).toEqual(['', ['end']]);
    });

    it('puts everything back when an undo that broke off is repeated', async () => {
      const { state, answers } = account('https://other.example.com/hook', ['end']);
      await registrar.register();
      pbx.reset({ ...answers, 'POST /v1/pbx/callinfo/url/': refusal('Update error') });
      await expect(registrar.undo()).rejects.toMatchObject({ code: 'pbx_refused' });
      pbx.reset(answers);
      await registrar.undo();
      expect([state.url, [...state.on]]).toEqual(['https://other.example.com/hook', ['end']]);
    });

    it('puts back the address and the switches of another integration', async () => {
      const { state } = account('https://other.example.com/hook', ['end', 'out_end']);
      await registrar.register({ notifyInternal: false });
      expect(state.url).toBe(ours);
      expect([...state.on].sort()).toEqual(['answer', 'end', 'out_end', 'out_start', 'start']);
      expect(await registrar.current()).toMatchObject({
        isOurs: true,
        previousUrl: 'https://other.example.com/hook',
        notifications: { notifyInternal: false, notifyStart: true },
      });
      expect(await registrar.undo()).toMatchObject({
        url: 'https://other.example.com/hook',
        isOurs: false,
        previousUrl: null,
      });
      expect([...state.on].sort()).toEqual(['end', 'out_end']);
    });

    it('remembers the other integration, not itself, when it registers twice', async () => {
      const { state } = account('https://other.example.com/hook', []);
      await registrar.register();
      await registrar.register({ notifyEnd: true });
      await registrar.undo();
      expect(state.url).toBe('https://other.example.com/hook');
    });

    it('asks for no change where nothing changes', async () => {
      account(ours, ['start', 'internal', 'answer', 'end', 'out_start', 'out_end']);
      await registrar.register();
      expect(pbx.asked).toEqual(['GET /v1/pbx/callinfo/']);
    });

    it('leaves an address alone that somebody else has put there since', async () => {
      const { state } = account('', []);
      await registrar.register();
      state.url = 'https://third.example.com';
      expect(await registrar.undo()).toMatchObject({ url: 'https://third.example.com', isOurs: false });
      expect(state.url).toBe('https://third.example.com');
    });
  });
});
