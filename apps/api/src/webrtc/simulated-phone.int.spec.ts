import type { WebrtcDomain, WebrtcSession } from '@callboard/contracts';
import { PbxService } from '@callboard/pbx';
import { FakeClock } from '@callboard/testing';
import { type RunningSimulator, startSimulator } from '@callboard/zadarma-sim';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi } from '../testing/test-api';

const hour = 3_600_000;
const keyPath = '/v1/webrtc/get_key/';

let api: TestApi;
let simulator: RunningSimulator;
let clock: FakeClock;

beforeAll(async () => {
  clock = new FakeClock(new Date());
  [api, simulator] = await Promise.all([
    startTestApi({ clock, variables: { PUBLIC_URL: 'https://crm.example.com' } }),
    startSimulator(),
  ]);
  await api.app.get(PbxService).applyFetched({
    pbxId: '123456',
    extensions: [
      { number: '101', name: 'Sales', online: true },
      { number: '999', name: 'Known here alone', online: null },
    ],
  });
});

beforeEach(async () => {
  await simulator.reset();
  await api.app.get(DataSource).query('TRUNCATE webrtc_keys, pbx_request_budget');
  await assign('101', api.agentId);
  // A secret that is stored anew makes no other account, so what was refused before is only forgotten with time.
  clock.advance(hour);
  const { url, key, secret } = simulator;
  await api.request('PUT', '/api/v1/settings/zadarma', { payload: { url, key, secret } });
});

afterAll(async () => {
  await api.close();
  await simulator.close();
});

const assign = (number: string, employeeId: string | null) =>
  api.app.get(PbxService).assign(number, employeeId);

async function session(query = ''): Promise<WebrtcSession> {
  return (await api.request('GET', `/api/v1/webrtc/session${query}`, { as: 'agent' })).json();
}

const keyOf = async (query?: string): Promise<string | undefined> => {
  const answer = await session(query);
  return answer.enabled ? answer.key : answer.reason.code;
};

async function domain(method: 'GET' | 'POST' | 'DELETE'): Promise<WebrtcDomain> {
  return (await api.request(method, '/api/v1/settings/zadarma/webrtc-domain')).json();
}

const keyRequests = () => simulator.requests(keyPath).length;

describe('a phone of the simulated PBX', () => {
  it('gets its key by the full login', async () => {
    expect(await session()).toMatchObject({ enabled: true, login: '123456-101', extension: '101' });
    expect(keyRequests()).toBe(1);
  });

  it('gets it by the bare extension where the full login is refused, and keeps to that', async () => {
    simulator.addFault({ target: 'api', kind: 'full-login-refused' });
    const first = await keyOf();
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(keyRequests()).toBe(2);
    clock.advance(71 * hour);
    expect(await keyOf()).not.toBe(first);
    expect(keyRequests()).toBe(3);
    // The widget registers with the full login alone, however the key was come by.
    expect(await session()).toMatchObject({ login: '123456-101' });
  });

  it('is asked for once, however many tabs open at the same time', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => keyOf()));
    expect(new Set(keys).size).toBe(1);
    expect(keyRequests()).toBe(1);
  });

  it.each([
    ['rate-limit', 'rate_limited'],
    ['rate-limit-as-200', 'rate_limited'],
    ['garbage', 'pbx_unreachable'],
    ['reset', 'pbx_unreachable'],
    ['business-error', 'key_refused'],
  ] as const)('says in plain words what a PBX with %s means', async (kind, code) => {
    simulator.addFault({ target: 'api', kind, path: keyPath });
    expect(await session()).toEqual({
      enabled: false,
      reason: { code, message: expect.stringMatching(/\w+ \w+ \w+/) },
    });
  });

  it('says that the PBX does not know the extension', async () => {
    await assign('101', null);
    await assign('999', api.agentId);
    expect(await keyOf()).toBe('key_refused');
    await assign('999', null);
  });

  it('gets another key when one was refused, a minute later at the earliest', async () => {
    const first = await keyOf();
    expect(await keyOf('?renew=true')).toBe(first);
    clock.advance(61_000);
    const second = await keyOf('?renew=true');
    expect(second).toMatch(/^[0-9a-f]{32}$/);
    expect(second).not.toBe(first);
    expect(await keyOf()).toBe(second);
  });

  it('gets another key once the account’s secret is another one', async () => {
    const first = await keyOf();
    await api.request('PUT', '/api/v1/settings/zadarma', { payload: { secret: 'mistyped' } });
    expect(await keyOf()).toBe('pbx_not_configured');
    await api.request('PUT', '/api/v1/settings/zadarma', { payload: { secret: simulator.secret } });
    expect(await keyOf()).toBe(first);
  });
});

describe('its domain at the simulated PBX', () => {
  it('is registered, warned about until then, and taken back', async () => {
    expect(await session()).toMatchObject({ warnings: [{ code: 'domain_not_registered' }] });
    expect(await domain('GET')).toMatchObject({ isRegistered: false, domains: [] });
    expect(await domain('POST')).toMatchObject({ isRegistered: true, domains: ['crm.example.com'] });
    expect(await session()).toMatchObject({ warnings: [] });
    expect(await domain('DELETE')).toMatchObject({ isRegistered: false, domains: [] });
    expect(await session()).toMatchObject({ warnings: [{ code: 'domain_not_registered' }] });
    // The integration is there now, so the domain is added to it.
    expect(await domain('POST')).toMatchObject({ isRegistered: true });
    await domain('DELETE');
  });
});
