import { createHash, createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { SystemClock } from '@callboard/platform';
import {
  createTestDatabase,
  openTestDataSource,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import type { DataSource } from 'typeorm';
import { entities } from '../entities';
import { PbxServer, type SeenRequest } from '../pbx-server.fixture';
import type { ZadarmaSettingsService } from '../settings/zadarma-settings.service';
import { settingsOn } from '../testing-parts.fixture';
import { RequestBudget } from './request-budget';
import { ZadarmaClient } from './zadarma-client';

const now = { urgency: 'interactive' } as const;
const balance = { status: 'success', balance: 42.5, currency: 'EUR' };

/** The signature the PBX computes from what came over the wire, written apart from the code it checks. */
function expectedAuthorization({ url, body }: SeenRequest): string {
  const [path = '', query = ''] = url.split('?');
  const sent = query || body;
  const md5 = createHash('md5').update(sent).digest('hex');
  const hex = createHmac('sha1', 's3cret')
    .update(path + sent + md5)
    .digest('hex');
  return `the-key:${Buffer.from(hex).toString('base64')}`;
}

describe('ZadarmaClient', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let settings: ZadarmaSettingsService;
  let client: ZadarmaClient;
  let pbx: PbxServer;

  beforeAll(async () => {
    pbx = await PbxServer.start();
    database = await createTestDatabase();
    dataSource = await openTestDataSource(database.url, [...entities]);
    ({ settings } = settingsOn(dataSource, testEnvironment(), new SystemClock()));
    client = new ZadarmaClient(settings, new RequestBudget(dataSource));
  });

  beforeEach(async () => {
    await dataSource.query('TRUNCATE settings, pbx_request_budget');
    await settings.update({ url: pbx.url, key: 'the-key', secret: 's3cret' });
    pbx.reset({});
  });

  afterAll(async () => {
    await client.onApplicationShutdown();
    await pbx.stop();
    await dataSource.destroy();
    await database.drop();
  });

  it('sends byte for byte what it signed, in the query of a GET', async () => {
    pbx.reset({ 'GET /v1/request/callback/': { status: 'success', from: 101, to: 1, time: 1772708545 } });
    const answer = await client.requestCallback({ from: '101', to: "+48 600*1'00(200)~" }, now);
    expect(answer).toEqual({ time: 1772708545 });
    const [seen] = pbx.seen;
    expect(seen?.url).toBe('/v1/request/callback/?from=101&to=%2B48+600%2A1%2700%28200%29%7E');
    expect(seen?.headers.authorization).toBe(seen && expectedAuthorization(seen));
  });

  it('sends byte for byte what it signed, in the body of a POST', async () => {
    pbx.reset({ 'POST /v1/pbx/callinfo/url/': { status: 'success', url: 'https://a/b?c=d e' } });
    await client.setCallinfoUrl('https://a/b?c=d e', now);
    const [seen] = pbx.seen;
    expect(seen?.body).toBe('url=https%3A%2F%2Fa%2Fb%3Fc%3Dd+e');
    expect(seen?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(seen?.headers.authorization).toBe(seen && expectedAuthorization(seen));
  });

  it('signs requests without parameters, with a number in the path, and a DELETE with a query', async () => {
    pbx.reset({
      'GET /v1/pbx/internal/101/status/': { status: 'success', number: 101, is_online: 'true' },
      'DELETE /v1/pbx/callinfo/url/': { status: 'success', url: '' },
      'DELETE /v1/webrtc/domain/': { status: 'success' },
    });
    expect(await client.extensionStatus('101', now)).toEqual({ number: '101', is_online: true });
    await client.removeCallinfoUrl(now);
    await client.removeWebrtcDomain('crm.example.com', now);
    expect(pbx.seen.map(({ url }) => url)).toEqual([
      '/v1/pbx/internal/101/status/',
      '/v1/pbx/callinfo/url/',
      '/v1/webrtc/domain/?domain=crm.example.com',
    ]);
    for (const seen of pbx.seen) {
      expect(seen.headers.authorization).toBe(expectedAuthorization(seen));
    }
  });

  it('deletes recordings by a part or by the call, and says which files stayed', async () => {
    pbx.reset({
      'DELETE /v1/pbx/record/request/': (response, { body }) => {
        const answer = body.includes('pbx_call_id')
          ? { deleted_files: ['a.mp3'], failed_files: ['b.mp3'] }
          : { file_name: 'a.mp3' };
        response.end(JSON.stringify({ status: 'success', ...answer }));
      },
    });
    expect(await client.deleteRecord({ callId: '1.2' }, now)).toEqual({
      deletedFiles: ['a.mp3'],
      failedFiles: [],
    });
    expect(await client.deleteRecord({ pbxCallId: 'in_a' }, now)).toEqual({
      deletedFiles: ['a.mp3'],
      failedFiles: ['b.mp3'],
    });
    expect(pbx.seen.map(({ body }) => body)).toEqual(['call_id=1.2', 'pbx_call_id=in_a']);
  });

  it('starts recognition of speech and reads words, whatever types they come in', async () => {
    pbx.reset({
      'PUT /v1/speech_recognition/': { status: 'success' },
      'GET /v1/speech_recognition/': {
        status: 'success',
        lang: 'pl-PL',
        recognitionStatus: 'Recognized',
        words: [{ result: [{ s: '0.5', e: 1, w: 'halo' }], channel: '2' }, { result: null }],
      },
    });
    await client.startSpeechRecognition('1.2', now);
    expect(await client.speechRecognition({ callId: '1.2', format: 'words' }, now)).toEqual({
      language: 'pl-PL',
      status: 'recognized',
      words: [
        { words: [{ startSeconds: 0.5, endSeconds: 1, text: 'halo' }], channel: '2' },
        { words: [], channel: null },
      ],
      phrases: [],
    });
    expect(pbx.seen.map(({ url, body }) => `${url} ${body}`)).toEqual([
      '/v1/speech_recognition/ call_id=1.2',
      '/v1/speech_recognition/?call_id=1.2&return=words ',
    ]);
  });

  it('takes over new settings at once', async () => {
    pbx.reset({ 'GET /v1/info/balance/': balance });
    await client.balance(now);
    await settings.update({ key: 'another' });
    await client.balance(now);
    expect(pbx.seen.map(({ headers }) => headers.authorization?.split(':')[0])).toEqual([
      'the-key',
      'another',
    ]);
  });

  it.each([
    ['zadarma_key_missing', { key: '' }],
    ['address_not_allowed', { url: 'https://10.0.0.1' }],
  ])('refuses with %s before anything is sent', async (code, change) => {
    await dataSource.query(`UPDATE settings SET value = value || $1`, [JSON.stringify(change)]);
    const strict = settingsOn(
      dataSource,
      testEnvironment({ PBX_URL_ALLOW_PRIVATE: 'false' }),
      new SystemClock(),
    );
    const guarded = new ZadarmaClient(strict.settings, new RequestBudget(dataSource));
    await expect(guarded.balance(now)).rejects.toMatchObject({ code });
    expect(pbx.seen).toEqual([]);
    await guarded.onApplicationShutdown();
  });

  it('says so when the secret is missing', async () => {
    await dataSource.query('UPDATE settings SET secret = NULL');
    settings.invalidate();
    await expect(client.balance(now)).rejects.toMatchObject({ code: 'zadarma_secret_missing' });
  });

  it('tells a host that does not exist and a port that is closed apart', async () => {
    await settings.update({ url: 'http://no-such-host.invalid' });
    await expect(client.balance(now)).rejects.toMatchObject({ code: 'host_not_found', retryable: true });
    await settings.update({ url: 'http://127.0.0.1:1' });
    await expect(client.balance(now)).rejects.toMatchObject({ code: 'connection_refused' });
  });

  it('does not follow a redirect', async () => {
    pbx.reset({
      'GET /v1/info/balance/': (response) => {
        response.writeHead(302, { location: '/v1/elsewhere/' }).end();
      },
      'GET /v1/elsewhere/': balance,
    });
    await expect(client.balance(now)).rejects.toMatchObject({ code: 'not_zadarma' });
    expect(pbx.asked).toEqual(['GET /v1/info/balance/']);
  });

  it('gives up at once when its caller does', async () => {
    pbx.reset({ 'GET /v1/info/balance/': () => undefined });
    const abort = new AbortController();
    const asked = client.balance({ ...now, signal: abort.signal });
    setTimeout(() => abort.abort(new Error('enough')), 50);
    await expect(asked).rejects.toThrow('enough');
  });

  it('reads a broken connection as unreachable', async () => {
    pbx.reset({ 'GET /v1/info/balance/': (response) => response.destroy() });
    await expect(client.balance(now)).rejects.toMatchObject({ code: 'unreachable' });
  });

  describe('within the budget of the account', () => {
    const limited = (message: string, status: number) => ({
      'GET /v1/info/balance/': (response: ServerResponse) => {
        const reset = String(Math.ceil(Date.now() / 1_000) + 30);
        response
          .writeHead(status, { 'x-ratelimit-reset': reset })
          .end(JSON.stringify({ status: 'error', message }));
      },
    });

    it.each([
      ['HTTP 429', 'You exceeded the rate limit', 429],
      ['HTTP 200', 'You exceeded the rate limit by User Limits', 200],
    ])('asks nothing more until the moment the PBX names, told by %s', async (_, message, status) => {
      pbx.reset(limited(message, status));
      const refusal = { code: 'rate_limited', retryable: true };
      await expect(client.balance(now)).rejects.toMatchObject(refusal);
      const other = new ZadarmaClient(settings, new RequestBudget(dataSource));
      const error: unknown = await other.balance(now).catch((caught: unknown) => caught);
      expect(error).toMatchObject(refusal);
      expect((error as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(25);
      expect((error as { retryAfterSeconds: number }).retryAfterSeconds).toBeLessThanOrEqual(31);
      expect(pbx.seen).toHaveLength(1);
      await other.onApplicationShutdown();
    });

    it('takes the count of the PBX for its own when others use the account as well', async () => {
      pbx.reset({
        'GET /v1/info/balance/': (response) => {
          response
            .writeHead(200, {
              'x-ratelimit-limit': '100',
              'x-ratelimit-remaining': '1',
              'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + 40),
            })
            .end(JSON.stringify(balance));
        },
      });
      await client.balance(now);
      await client.balance(now);
      await expect(client.balance(now)).rejects.toMatchObject({ code: 'rate_limited' });
      expect(pbx.seen).toHaveLength(2);
    });

    it('has a budget of three for statistics, apart from all others', async () => {
      pbx.reset({
        'GET /v1/statistics/pbx/': { status: 'success', stats: [] },
        'GET /v1/info/balance/': balance,
      });
      const page = { start: '2026-03-05 00:00:00', end: '2026-03-05 23:59:59' };
      for (let round = 0; round < 3; round += 1) {
        await client.pbxStatistics(page, now);
      }
      await expect(client.pbxStatistics(page, now)).rejects.toMatchObject({ code: 'rate_limited' });
      await client.balance(now);
    });
  });
});
