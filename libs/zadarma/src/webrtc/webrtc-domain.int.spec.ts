import type { ServerResponse } from 'node:http';
import {
  createTestDatabase,
  FakeClock,
  openTestDataSource,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import type { DataSource } from 'typeorm';
import { entities } from '../entities';
import { type Answers, PbxServer, type SeenRequest } from '../pbx-server.fixture';
import { RequestBudget } from '../rest/request-budget';
import { ZadarmaClient } from '../rest/zadarma-client';
import type { SettingsRepository } from '../settings/settings.repository';
import type { ZadarmaSettingsService } from '../settings/zadarma-settings.service';
import { settingsOn } from '../testing-parts.fixture';
import { DomainWatch } from './domain-watch';
import { WebrtcDomainRegistrar } from './webrtc-domain-registrar';

describe('the domain of the browser phone', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let settings: ZadarmaSettingsService;
  let repository: SettingsRepository;
  let client: ZadarmaClient;
  let pbx: PbxServer;
  let clock: FakeClock;
  let account: { exists: boolean; domains: string[] };

  const watch = (PUBLIC_URL = 'https://crm.example.com') =>
    new DomainWatch(client, settings, clock, testEnvironment({ PUBLIC_URL }));
  const registrar = (PUBLIC_URL = 'https://crm.example.com', watching = watch(PUBLIC_URL)) =>
    new WebrtcDomainRegistrar(client, repository, watching, testEnvironment({ PUBLIC_URL }));

  /** Zadarma's side. */
  function answers(): Answers {
    const answer = (change: (fields: URLSearchParams) => void): Answers[string] => {
      return (response, { url, body }) => {
        change(new URLSearchParams(body || url.split('?')[1]));
        response.end(
          JSON.stringify({ status: 'success', is_exists: account.exists, domains: account.domains }),
        );
      };
    };
    return {
      'GET /v1/webrtc/': answer(() => undefined),
      'POST /v1/webrtc/create/': answer((fields) => {
        account = { exists: true, domains: [fields.get('domain') ?? ''] };
      }),
      'POST /v1/webrtc/domain/': answer((fields) => account.domains.push(fields.get('domain') ?? '')),
      'DELETE /v1/webrtc/domain/': answer((fields) => {
        account.domains = account.domains.filter((domain) => domain !== fields.get('domain'));
      }),
    };
  }

  beforeAll(async () => {
    pbx = await PbxServer.start();
    database = await createTestDatabase();
    dataSource = await openTestDataSource(database.url, [...entities]);
  });

  beforeEach(async () => {
    await dataSource.query('TRUNCATE settings, pbx_request_budget');
    clock = new FakeClock();
    ({ settings, repository } = settingsOn(dataSource, testEnvironment(), clock));
    client = new ZadarmaClient(settings, new RequestBudget(dataSource));
    await settings.update({ url: pbx.url, key: 'k', secret: 's' });
    account = { exists: false, domains: [] };
    pbx.reset(answers());
  });

  afterEach(() => client.onApplicationShutdown());

  afterAll(async () => {
    await pbx.stop();
    await dataSource.destroy();
    await database.drop();
  });

  it('sets the browser phone up where there is none, and leaves no domain behind on undo', async () => {
    expect(await registrar().current()).toMatchObject({
      domain: 'crm.example.com',
      isRegistered: false,
      problems: [{ code: 'domain_not_registered', message: expect.stringContaining('not set up') }],
    });
    expect(await registrar().register()).toMatchObject({
      isRegistered: true,
      domains: ['crm.example.com'],
      problems: [],
    });
    expect(pbx.asked).toContain('POST /v1/webrtc/create/');
    expect(await registrar().undo()).toMatchObject({ isRegistered: false, domains: [] });
  });

  it('is added to the domains of others, which stay on undo', async () => {
    account = { exists: true, domains: ['shop.example.org'] };
    await registrar().register();
    expect(account.domains).toEqual(['shop.example.org', 'crm.example.com']);
    await registrar().undo();
    expect(account.domains).toEqual(['shop.example.org']);
  });

  it('stays on undo if somebody else had registered it before', async () => {
    account = { exists: true, domains: ['https://CRM.example.com/'] };
    expect(await registrar().register()).toMatchObject({ isRegistered: true });
    await registrar().undo();
    expect(account.domains).toEqual(['https://CRM.example.com/']);
    expect(pbx.asked.filter((route) => !route.startsWith('GET'))).toEqual([]);
  });

  it('goes on undo although the address has changed since', async () => {
    await registrar('https://old.example.com').register();
    await registrar('https://new.example.com').register();
    await registrar('https://new.example.com').undo();
    expect(account.domains).toEqual([]);
  });

  it('counts as registered below a registered domain, and not beside it', async () => {
    account = { exists: true, domains: ['example.com'] };
    expect(await registrar().current()).toMatchObject({ isRegistered: true, problems: [] });
    expect(await registrar('https://crm-example.com').current()).toMatchObject({ isRegistered: false });
  });

  it.each([
    ['http://crm.example.com', ['https_missing', 'domain_not_registered']],
    ['http://localhost:3000', ['domain_is_local', 'domain_not_registered']],
    ['http://192.168.1.5', ['https_missing', 'domain_is_local', 'domain_not_registered']],
    ['https://callboard.local', ['domain_is_local', 'domain_not_registered']],
  ])('is explained in plain words at %s', async (url, codes) => {
    const { problems } = await registrar(url).current();
    expect(problems.map(({ code }) => code)).toEqual(codes);
    expect(problems.every(({ message }) => message.length > 20)).toBe(true);
  });

  it('passes on that the PBX refuses it', async () => {
    pbx.reset({
      ...answers(),
      'POST /v1/webrtc/create/': (response) =>
        response.end(JSON.stringify({ status: 'error', message: 'Wrong domain' })),
    });
    await expect(registrar().register()).rejects.toMatchObject({
      code: 'pbx_refused',
      message: expect.stringContaining('Wrong domain'),
    });
    // What was not registered cannot be taken back.
    await registrar().undo();
    expect(pbx.asked).not.toContain('DELETE /v1/webrtc/domain/');
  });

  describe('is taken back where the PBX', () => {
    const refuse =
      (status: number, message: string): Answers[string] =>
      (response) => {
        response.statusCode = status;
        response.end(JSON.stringify({ status: 'error', message }));
      };
    const places = (): string[] =>
      pbx.seen
        .filter(({ method }) => method === 'DELETE')
        .map(({ url, body }) => (url.includes('?') ? 'query' : body ? 'body' : 'nowhere'));
    const act = (answer: Answers[string] | undefined, ...exchange: [ServerResponse, SeenRequest]): void => {
      if (typeof answer === 'function') {
        answer(...exchange);
      }
    };
    const unlessIn =
      (place: 'query' | 'body', refusal: Answers[string]): Answers[string] =>
      (response, request) => {
        const isThere = place === 'query' ? request.url.includes('?') : request.body !== '';
        act(isThere ? answers()['DELETE /v1/webrtc/domain/'] : refusal, response, request);
      };

    it.each([
      ['query', 401, 'Not authorized', ['query']],
      ['body', 401, 'Not authorized', ['query', 'body']],
      ['body', 400, 'Wrong parameters!', ['query', 'body']],
    ] as const)('reads the %s, and else says %i %s', async (place, status, message, tried) => {
      await registrar().register();
      pbx.reset({
        ...answers(),
        'DELETE /v1/webrtc/domain/': unlessIn(place, refuse(status, message)),
      });
      expect(await registrar().undo()).toMatchObject({ isRegistered: false, domains: [] });
      expect(places()).toEqual(tried);
    });

    it.each([
      [401, 'Not authorized'],
      [400, 'Domain not found'],
    ])('refuses both ways with %i %s, without blame for the key', async (status, message) => {
      await registrar().register();
      pbx.reset({ ...answers(), 'DELETE /v1/webrtc/domain/': refuse(status, message) });
      await expect(registrar().undo()).rejects.toMatchObject({
        code: 'pbx_refused',
        message: expect.stringContaining(message),
      });
      pbx.reset(answers());
      expect(await registrar().undo()).toMatchObject({ domains: [] });
    });
  });

  it('is registered although the PBX refuses to speak of a browser phone that is not set up', async () => {
    const known = answers()['GET /v1/webrtc/'];
    pbx.reset({
      ...answers(),
      'GET /v1/webrtc/': (response, request) => {
        if (account.exists && typeof known === 'function') {
          known(response, request);
        } else {
          response.statusCode = 400;
          response.end(JSON.stringify({ status: 'error', message: 'Integration not found' }));
        }
      },
    });
    expect(await registrar().current()).toMatchObject({
      isRegistered: false,
      problems: [{ code: 'domain_not_registered', message: expect.stringContaining('not set up') }],
    });
    expect(await registrar().register()).toMatchObject({ isRegistered: true, problems: [] });
  });

  describe('in the warnings of a session', () => {
    const codes = async (one: DomainWatch) => (await one.warnings()).map(({ code }) => code);

    it('is asked about once in ten minutes', async () => {
      account = { exists: true, domains: ['crm.example.com'] };
      const one = watch();
      expect([await codes(one), await codes(one)]).toEqual([[], []]);
      expect(pbx.asked).toHaveLength(1);
    });

    it('is missed, and no longer once the settings changed', async () => {
      const one = watch('http://crm.example.com');
      expect(await codes(one)).toEqual(['https_missing', 'domain_not_registered']);
      account = { exists: true, domains: ['crm.example.com'] };
      expect(await codes(one)).toEqual(['https_missing', 'domain_not_registered']);
      one.forget();
      expect(await codes(one)).toEqual(['https_missing']);
    });

    it('is what was registered or taken back a moment ago, without a word from another process', async () => {
      const one = watch();
      expect(await codes(one)).toEqual(['domain_not_registered']);
      await registrar(undefined, one).register();
      expect(await codes(one)).toEqual([]);
      await registrar(undefined, one).undo();
      expect(await codes(one)).toEqual(['domain_not_registered']);
    });

    it('is not told by an answer to what was asked before the settings changed', async () => {
      const one = watch();
      const late: (() => void)[] = [];
      pbx.reset({
        'GET /v1/webrtc/': (response) => {
          const body = JSON.stringify({ status: 'success', is_exists: true, domains: account.domains });
          late.push(() => response.end(body));
        },
      });
      const first = codes(one);
      while (late.length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      account = { exists: true, domains: ['crm.example.com'] };
      one.forget();
      pbx.reset(answers());
      expect(await codes(one)).toEqual([]);
      late.forEach((answer) => answer());
      expect(await first).toEqual(['domain_not_registered']);
      expect(await codes(one)).toEqual([]);
    });

    it('is told from memory while the next answer is under way', async () => {
      const one = watch();
      await codes(one);
      clock.advance(11 * 60_000);
      pbx.reset({ 'GET /v1/webrtc/': () => undefined });
      const started = Date.now();
      expect(await codes(one)).toEqual(['domain_not_registered']);
      expect(Date.now() - started).toBeLessThan(1_000);
    });

    it('stays open, after a short wait, while Zadarma does not answer', async () => {
      pbx.reset({ 'GET /v1/webrtc/': () => undefined });
      const started = Date.now();
      expect(await codes(watch())).toEqual(['domain_unchecked']);
      expect(Date.now() - started).toBeLessThan(2_500);
    });

    it('is not asked about again at once after a failure', async () => {
      pbx.reset({});
      const one = watch();
      expect([await codes(one), await codes(one)]).toEqual([['domain_unchecked'], ['domain_unchecked']]);
      expect(pbx.asked).toHaveLength(1);
      pbx.reset(answers());
      clock.advance(61_000);
      expect(await codes(one)).toEqual(['domain_not_registered']);
    });
  });
});
