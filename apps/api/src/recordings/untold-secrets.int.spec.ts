import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Playback, WebrtcSession } from '@callboard/contracts';
import { PbxService } from '@callboard/pbx';
import { capturedLog, everythingIn } from '@callboard/testing';
import { type RunningSimulator, startSimulator } from '@callboard/zadarma-sim';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi } from '../testing/test-api';
import { RecordedCalls } from './recordings.fixture';

const startedAt = '2026-03-05T09:15:00+00:00';

describe('what must never be told', () => {
  const { log, text } = capturedLog();
  let api: TestApi;
  let simulator: RunningSimulator;
  let given: RecordedCalls;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'callboard-api-'));
    simulator = await startSimulator({ rateLimits: null });
    api = await startTestApi({ log, variables: { DATA_DIR: directory, LOG_LEVEL: 'trace' } });
    given = new RecordedCalls(api);
    await connect(simulator.secret);
  });

  afterEach(() => simulator.clearFaults());

  afterAll(async () => {
    await api.close();
    await simulator.close();
    await rm(directory, { recursive: true, force: true });
  });

  const connect = (secret: string, playRecordingsRemotely = true) =>
    api.request('PUT', '/api/v1/settings/zadarma', {
      payload: { url: simulator.url, key: simulator.key, secret, playRecordingsRemotely },
    });

  const play = async (id: string, purpose: 'play' | 'download' = 'play') => {
    await api.app.get(DataSource).query('TRUNCATE pbx_request_budget');
    return api.request('POST', `/api/v1/recordings/${id}/playback`, { payload: { purpose } });
  };

  async function atZadarma(): Promise<string> {
    const number = '48600100200';
    const [pbxCallId = ''] = simulator.addHistory([
      { direction: 'in', number, startedAt, durationSeconds: 2 },
    ]);
    return given.recording(await given.call({ pbxCallId }), { state: 'remote' });
  }

  async function linkOf(id: string): Promise<URL> {
    const answer = (await play(id)).json<Playback>();
    return new URL(answer.mode === 'remote' ? answer.url : '');
  }

  /** Lines of the log and rows of the database with one of these; the log must have been written meanwhile. */
  async function toldOf(secrets: readonly string[]): Promise<string[]> {
    const told = [...text().split('\n'), ...(await everythingIn(api.databaseUrl)).split('\n')];
    return told.filter((line) => secrets.some((secret) => line.includes(secret)));
  }

  const everyLink = ['record/download', '-2026-03-05-', '.mp3"'];

  it('are the links of recordings that are played and downloaded', async () => {
    const id = await atZadarma();
    const links = [await linkOf(id), await linkOf(id)];
    const parts = links.flatMap(({ pathname }) => pathname.split('/').slice(-2));
    expect(new Set(parts).size).toBeGreaterThanOrEqual(3);
    const { url } = (await play(id, 'download')).json<Extract<Playback, { mode: 'local' }>>();
    expect((await api.request('GET', url)).statusCode).toBe(200);
    await play(id, 'download');
    simulator.addFault({ target: 'recording', kind: 'truncated' });
    await api.request('GET', url).catch(() => undefined);
    expect(await toldOf([...everyLink, ...parts])).toEqual([]);
    expect(text()).toContain(`/api/v1/recordings/${id}/playback`);
  });

  it.each([
    ['has no file yet', 409, { target: 'recording', kind: 'not-ready' }],
    ['breaks down', 502, { target: 'api', kind: 'status', status: 503 }],
    ['talks nonsense', 502, { target: 'api', kind: 'garbage' }],
    ['hangs up', 502, { target: 'api', kind: 'reset' }],
    ['has had enough', 503, { target: 'api', kind: 'rate-limit-as-200' }],
    ['refuses', 409, { target: 'api', kind: 'business-error' }],
  ] as const)('are they where Zadarma %s', async (_words, status, fault) => {
    const id = await atZadarma();
    simulator.addFault(fault);
    expect((await play(id)).statusCode).toBe(status);
    expect(await toldOf([...everyLink, simulator.secret])).toEqual([]);
    expect(text()).not.toContain(simulator.key);
  });

  it('is the secret, right or wrong', async () => {
    const wrong = 'a-secret-of-another-account';
    const id = await atZadarma();
    await connect(wrong);
    expect((await play(id)).json()).toMatchObject({ code: 'wrong_key' });
    await connect(simulator.secret);
    expect(await toldOf([wrong, simulator.secret])).toEqual([]);
    expect(text()).not.toContain(simulator.key);
  });

  it('is where a file lies that is heard from here', async () => {
    await connect(simulator.secret, false);
    const id = await given.recording(await given.call(), { file: randomBytes(1_000) });
    const { url } = (await play(id)).json<Extract<Playback, { mode: 'local' }>>();
    expect((await api.request('GET', url)).statusCode).toBe(200);
    expect(text()).toContain(`"path":"${url}"`);
    expect(text()).not.toContain(directory);
    expect(text()).not.toContain('.mp3');
  });

  it('is the key of a browser phone, given, kept, renewed or refused', async () => {
    const pbx = api.app.get(PbxService);
    await pbx.applyFetched({
      pbxId: '123456',
      extensions: [{ number: '101', name: 'Sales', online: true }],
    });
    await pbx.assign('101', api.agentId);
    const session = async (query = ''): Promise<WebrtcSession> =>
      (await api.request('GET', `/api/v1/webrtc/session${query}`, { as: 'agent' })).json();
    const sessions = [await session(), await session(), await session('?renew=true')];
    const keys = sessions.map((known) => (known.enabled ? known.key : ''));
    expect(keys.every((key) => key.length >= 8)).toBe(true);
    simulator.addFault({ target: 'api', kind: 'status', path: '/v1/webrtc' });
    await session('?renew=true');
    expect(await toldOf([...keys, simulator.secret])).toEqual([]);
    expect(text()).toContain('/api/v1/webrtc/session');
  });
});
