import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PbxService } from '@callboard/pbx';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi } from '../testing/test-api';

const path = '/api/v1/webrtc/session';
const domainPath = '/api/v1/settings/zadarma/webrtc-domain';
const success = { status: 'success' };

let api: TestApi;
let pbx: Server;
let asked: string[];
let answers: Record<string, [number, object]>;

const url = () => `http://127.0.0.1:${(pbx.address() as AddressInfo).port}`;
const put = (payload: object) => api.request('PUT', '/api/v1/settings/zadarma', { payload });
const session = async (query = '') =>
  (await api.request('GET', `${path}${query}`, { as: 'agent' })).json<unknown>();

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
  api = await startTestApi({
    variables: { PUBLIC_URL: 'https://crm.example.com', PHONE_ORIGIN: 'https://phone.example.com' },
  });
});

beforeEach(() => {
  asked = [];
  answers = {
    'GET /v1/webrtc/': [200, { ...success, is_exists: true, domains: ['phone.example.com'] }],
    'GET /v1/webrtc/get_key/': [200, { ...success, key: 'the-key' }],
  };
});

afterAll(async () => {
  await api.close();
  pbx.closeAllConnections();
  await new Promise((resolve) => pbx.close(resolve));
});

describe('the session of the browser phone', () => {
  it('names the first thing that is missing, step by step', async () => {
    expect(await session()).toMatchObject({ enabled: false, reason: { code: 'pbx_not_configured' } });
    await put({ url: url(), key: 'k', secret: 's' });
    expect(await session()).toMatchObject({ enabled: false, reason: { code: 'pbx_not_fetched' } });
    await api.app.get(PbxService).applyFetched({
      pbxId: '123456',
      extensions: [{ number: '101', name: 'Sales', online: true }],
    });
    expect(await session()).toMatchObject({
      enabled: false,
      reason: { code: 'no_extension', message: expect.stringContaining('administrator') },
    });
    await api.request('PATCH', '/api/v1/pbx/extensions/101', { payload: { employeeId: api.agentId } });
    await put({ webrtc: { enabled: false } });
    expect(await session()).toMatchObject({ enabled: false, reason: { code: 'webrtc_off' } });
    expect(asked).toEqual([]);
    await put({ webrtc: { enabled: true } });
  });

  it('says why Zadarma gives no key', async () => {
    answers['GET /v1/webrtc/get_key/'] = [400, { status: 'error', message: 'Wrong parameters!' }];
    expect(await session()).toMatchObject({
      enabled: false,
      reason: { code: 'key_refused', message: expect.stringContaining('WebRTC is on') },
    });
    await put({ secret: 'another' });
    answers['GET /v1/webrtc/get_key/'] = [401, { status: 'error', message: 'Not authorized' }];
    expect(await session()).toMatchObject({ enabled: false, reason: { code: 'pbx_not_configured' } });
    answers['GET /v1/webrtc/get_key/'] = [502, {}];
    expect(await session()).toMatchObject({ enabled: false, reason: { code: 'pbx_unreachable' } });
    await put({ url: url().replace('127.0.0.1', 'localhost') });
    answers['GET /v1/webrtc/get_key/'] = [429, { status: 'error', message: 'You exceeded the rate limit' }];
    expect(await session()).toMatchObject({ enabled: false, reason: { code: 'rate_limited' } });
    await put({ key: 'k2', url: url() });
  });

  it('is all a browser needs, for the employee’s own extension, and never stored on the way', async () => {
    const answer = await api.request('GET', path, { as: 'agent' });
    expect(answer.json()).toEqual({
      enabled: true,
      key: 'the-key',
      login: '123456-101',
      extension: '101',
      renewAt: expect.any(String),
      scriptUrls: [
        expect.stringContaining('loader-phone-lib.js'),
        expect.stringContaining('loader-phone-fn.js'),
      ],
      shape: 'rounded',
      position: 'bottom_right',
      phoneOrigin: 'https://phone.example.com',
      warnings: [],
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('is for people with an extension: no key, and no administrator, borrows it', async () => {
    for (const as of ['readKey', 'writeKey', 'adminKey', 'nobody'] as const) {
      const answer = await api.request('GET', path, { as });
      expect(answer.statusCode).toBe(as === 'nobody' ? 401 : 403);
      expect(answer.body).not.toContain('the-key');
    }
    expect((await api.request('GET', path)).json()).toMatchObject({ reason: { code: 'no_extension' } });
  });

  it('comes from memory, also when a page asks to renew what is no minute old', async () => {
    await session();
    asked = [];
    expect(await session('?renew=true')).toMatchObject({ enabled: true, key: 'the-key' });
    expect(asked).toEqual([]);
    expect((await api.request('GET', `${path}?renew=1`, { as: 'agent' })).statusCode).toBe(400);
  });
});

describe('the domain of the browser phone over REST', () => {
  it('is registered, and the session stops warning at once', async () => {
    answers['GET /v1/webrtc/'] = [200, { ...success, is_exists: true, domains: [] }];
    answers['POST /v1/webrtc/domain/'] = [200, success];
    await put({ key: 'k3' });
    expect(await session()).toMatchObject({ warnings: [{ code: 'domain_not_registered' }] });
    expect((await api.request('GET', domainPath)).json()).toMatchObject({
      domain: 'phone.example.com',
      isRegistered: false,
      problems: [{ code: 'domain_not_registered' }],
    });
    answers['GET /v1/webrtc/'] = [200, { ...success, is_exists: true, domains: ['phone.example.com'] }];
    const answer = await api.request('POST', domainPath);
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { isRegistered: true, problems: [] }]);
    expect(await session()).toMatchObject({ warnings: [] });
    const entries = await api.app
      .get(DataSource)
      .query<object[]>(
        `SELECT actor_id, details FROM audit_entries WHERE action = 'webrtc_domain.registered'`,
      );
    expect(entries).toEqual([
      { actor_id: api.adminId, details: { domain: 'phone.example.com', isRegistered: true } },
    ]);
  });

  it('passes on what stands in the way', async () => {
    const refused = [400, { status: 'error', message: 'Access denied' }] as const;
    answers['GET /v1/webrtc/'] = [...refused];
    answers['POST /v1/webrtc/create/'] = [...refused];
    const read = await api.request('GET', domainPath);
    expect([read.statusCode, read.json()]).toMatchObject([200, { isRegistered: false }]);
    const registered = await api.request('POST', domainPath);
    expect([registered.statusCode, registered.json()]).toMatchObject([502, { code: 'pbx_refused' }]);
    answers['GET /v1/webrtc/'] = [503, {}];
    const away = await api.request('GET', domainPath);
    expect([away.statusCode, away.json()]).toMatchObject([502, { code: 'gateway_trouble' }]);
  });
});
