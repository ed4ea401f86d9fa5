import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { LiveBus, type LiveSignal } from '@callboard/messaging';
import { RECORDING_STORE, type RecordingStore } from '@callboard/recordings';
import { type RunningSimulator, startSimulator } from '@callboard/zadarma-sim';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi, type Visitor } from '../testing/test-api';
import { RecordedCalls } from './recordings.fixture';

const nobody = '0196f000-0000-7000-8000-000000000000';
let api: TestApi;
let simulator: RunningSimulator;
let given: RecordedCalls;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'callboard-api-'));
  simulator = await startSimulator();
  api = await startTestApi({ variables: { DATA_DIR: directory } });
  given = new RecordedCalls(api);
});

beforeEach(async () => {
  simulator.clearFaults();
  await api.app.get(DataSource).query('TRUNCATE pbx_request_budget');
  await playRemotely(true);
});

afterAll(async () => {
  await api.close();
  await simulator.close();
  await rm(directory, { recursive: true, force: true });
});

async function playRemotely(playRecordingsRemotely: boolean): Promise<void> {
  const { url, key, secret } = simulator;
  const payload = { url, key, secret, playRecordingsRemotely };
  const answer = await api.request('PUT', '/api/v1/settings/zadarma', { payload });
  expect(answer.statusCode).toBe(200);
}

/** A recorded call that Zadarma has a file of, and the row of its recording. */
async function atZadarma(
  state: 'remote' | 'expected' | 'missing' = 'remote',
  availableIn = -60,
): Promise<string> {
  const startedAt = '2026-03-05T09:15:00+00:00';
  const [pbxCallId = ''] = simulator.addHistory([
    { direction: 'in', number: '48600100200', startedAt, durationSeconds: 2 },
  ]);
  return given.recording(await given.call({ pbxCallId }), { state, availableIn });
}

/** Waits for what the simulated PBX does in its own time. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100 && !(await condition()); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const play = (id: string, as: Visitor = 'admin', payload?: object) =>
  api.request('POST', `/api/v1/recordings/${id}/playback`, { as, ...(payload && { payload }) });

const audio = (id: string, headers: Record<string, string> = {}, as: Visitor = 'admin') =>
  api.request('GET', `/api/v1/recordings/${id}/audio`, { as, headers });

async function plays(recordingId: string): Promise<unknown[]> {
  const answer = await api.request('GET', '/api/v1/recording-plays?limit=200');
  const { items } = answer.json<{ items: { recordingId: string }[] }>();
  return items.filter((item) => item.recordingId === recordingId);
}

describe('a call whose helper leg was recorded', () => {
  it('shows that recording as its own', async () => {
    const [call, leg] = [await given.call(), await given.call()];
    const recording = await given.recording(leg);
    await api.app
      .get(DataSource)
      .query(`UPDATE calls SET has_recording = id = $2, helper_of_id = nullif($1, id) WHERE id IN ($1, $2)`, [
        call,
        leg,
      ]);
    const shown = { id: call, hasRecording: true, recording: { state: 'remote', parts: 1, mayListen: true } };
    const card = await api.request('GET', `/api/v1/calls/${leg}`);
    expect(card.json()).toMatchObject({ ...shown, recordings: [{ id: recording }] });
    const list = (await api.request('GET', '/api/v1/calls?limit=200')).json<{ items: { id: string }[] }>();
    expect(list.items.filter(({ id }) => id === call || id === leg)).toMatchObject([shown]);
  });
});

describe('playing straight from Zadarma', () => {
  it('gives a fresh address each time, which is kept nowhere', async () => {
    const id = await atZadarma();
    const [first, second] = [await play(id), await play(id, 'admin', { purpose: 'play' })];
    expect([first.statusCode, first.json()]).toMatchObject([200, { mode: 'remote' }]);
    expect(first.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    const [one, other] = [first.json<{ url: string }>().url, second.json<{ url: string }>().url];
    expect(one).not.toBe(other);
    const file = await fetch(other);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
    await file.body?.cancel();
    const rows = await api.app.get(DataSource).query('SELECT * FROM recordings WHERE id = $1', [id]);
    expect(JSON.stringify(rows)).not.toContain('download');
  });

  it('gives each part of a call its own file', async () => {
    const busy = await startSimulator({ speed: 1_000 });
    const { url, key, secret } = busy;
    await api.request('PUT', '/api/v1/settings/zadarma', { payload: { url, key, secret } });
    const { id, finished } = busy.runScenario('recorded-in-parts', { parts: 2, talkSeconds: 10 });
    await finished;
    const parts = busy.call(id)?.recordings ?? [];
    expect(parts).toHaveLength(2);
    const callId = await given.call({ pbxCallId: id });
    for (const [index, partKey] of parts.entries()) {
      const recording = await given.recording(callId, { part: index + 1, partKey });
      await until(async () => (await play(recording)).json<{ mode: string }>().mode === 'remote');
      expect((await play(recording)).json()).toMatchObject({
        url: expect.stringContaining(partKey) as string,
      });
    }
    await busy.close();
  });

  it('says when to ask again while the file cannot be there yet, without asking Zadarma', async () => {
    const callId = await given.call();
    const [soon, unknown] = [
      await given.recording(callId, { state: 'expected', availableIn: 30 }),
      await given.recording(callId, {
        state: 'expected',
        availableIn: null,
        part: 2,
        partKey: '1700000000.2',
      }),
    ];
    const early = await play(soon);
    expect(early.statusCode).toBe(202);
    const { mode, retryAfterSeconds } = early.json<{ mode: string; retryAfterSeconds: number }>();
    expect(mode).toBe('pending');
    expect(retryAfterSeconds).toBeGreaterThan(20);
    expect(retryAfterSeconds).toBeLessThanOrEqual(30);
    expect(early.headers['retry-after']).toBe(String(retryAfterSeconds));
    expect((await play(unknown)).json()).toEqual({ mode: 'pending', retryAfterSeconds: 40 });
    expect(await plays(soon)).toEqual([]);
  });

  it('waits for a file that comes late', async () => {
    const late = await given.recording(await given.call(), { state: 'expected' });
    expect([(await play(late)).statusCode, (await play(late)).json()]).toMatchObject([
      202,
      { mode: 'pending' },
    ]);
  });

  it('says each time that a file which was there is gone, shows it to all at once and has it looked for', async () => {
    const signals: LiveSignal[] = [];
    const stop = api.app.get(LiveBus).subscribe((signal) => {
      // The settings of this spec's set-up may still be on their way.
      if (signal.type === 'call.changed') {
        signals.push(signal);
      }
    });
    await api.app.get(LiveBus).waitUntilListening();
    const id = await atZadarma('remote', -2 * 86_400);
    simulator.addFault({ target: 'recording', kind: 'not-ready' });
    for (const as of ['admin', 'readKey'] as const) {
      const answer = await play(id, as);
      expect([answer.statusCode, answer.json()]).toMatchObject([409, { code: 'recording_not_ready' }]);
    }
    const [row] = await api.app.get(DataSource).query<{ call_id: string; seconds: number }[]>(
      `SELECT call_id, state, reason, fetch_attempts AS attempts, version,
         extract(epoch FROM next_attempt_at - updated_at)::int AS seconds FROM recordings WHERE id = $1`,
      [id],
    );
    expect(row).toMatchObject({
      state: 'fetching',
      reason: 'recording_not_ready',
      attempts: 1,
      version: 2,
      seconds: 15,
    });
    await until(() => Promise.resolve(signals.length > 0));
    expect(signals).toEqual([{ type: 'call.changed', id: row?.call_id, version: 2 }]);
    stop();
    expect(await plays(id)).toEqual([]);
  });

  it('takes no trouble of another kind for a file that is gone', async () => {
    const id = await atZadarma();
    simulator.addFault({ target: 'api', kind: 'status', status: 502, path: '/v1/pbx/record' });
    await play(id);
    const rows = await api.app
      .get(DataSource)
      .query('SELECT state, version FROM recordings WHERE id = $1', [id]);
    expect(rows).toEqual([{ state: 'remote', version: 1 }]);
  });

  it('serves the file that is here when Zadarma refuses', async () => {
    const id = await given.recording(await given.call(), { file: randomBytes(100) });
    const answer = await play(id);
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { mode: 'local', url: `/api/v1/recordings/${id}/audio` },
    ]);
  });

  it('stops after forty addresses a minute for one listener, and says when to come back', async () => {
    const id = await atZadarma();
    const statuses: number[] = [];
    for (let times = 0; times < 41; times += 1) {
      statuses.push((await play(id, 'admin', { purpose: times % 2 ? 'download' : 'play' })).statusCode);
    }
    expect(statuses).toEqual([...Array.from({ length: 40 }, () => 200), 429]);
    const refused = await play(id);
    expect([refused.statusCode, refused.json()]).toMatchObject([429, { code: 'personal_share_used_up' }]);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(await plays(id)).toHaveLength(40);
    expect((await play(id, 'readKey')).statusCode).toBe(200);
    const here = await given.recording(await given.call(), { file: randomBytes(100) });
    expect((await play(here)).json()).toMatchObject({ mode: 'local' });
  });

  it('says what is wrong with Zadarma when there is no file here', async () => {
    const id = await atZadarma();
    simulator.addFault({ target: 'api', kind: 'status', status: 502, path: '/v1/pbx/record' });
    const answer = await play(id);
    expect([answer.statusCode, answer.json()]).toMatchObject([502, { code: 'gateway_trouble' }]);
    expect(await plays(id)).toEqual([]);
  });
});

describe('playing from here', () => {
  beforeEach(() => playRemotely(false));

  it('gives our own address, and one to save the file from', async () => {
    const id = await given.recording(await given.call(), { file: randomBytes(100) });
    expect((await play(id)).json()).toEqual({ mode: 'local', url: `/api/v1/recordings/${id}/audio` });
    expect((await play(id, 'admin', { purpose: 'download' })).json()).toEqual({
      mode: 'local',
      url: `/api/v1/recordings/${id}/audio?download=1`,
    });
  });

  it('has the file fetched when somebody wants to hear it', async () => {
    const id = await atZadarma();
    const answer = await play(id);
    expect([answer.statusCode, answer.json()]).toMatchObject([202, { mode: 'pending' }]);
    const [row] = await api.app
      .get(DataSource)
      .query<{ waits: boolean }[]>('SELECT demanded_at IS NOT NULL AS waits FROM recordings WHERE id = $1', [
        id,
      ]);
    expect(row).toEqual({ waits: true });
  });

  it('plays from Zadarma what cannot be kept here, or no longer is', async () => {
    const [tooLarge, lost] = [await atZadarma(), await atZadarma()];
    const database = api.app.get(DataSource);
    await database.query(`UPDATE recordings SET reason = 'recording_too_large' WHERE id = $1`, [tooLarge]);
    await database.query(`UPDATE recordings SET state = 'ready', storage_key = 'aa/lost.mp3' WHERE id = $1`, [
      lost,
    ]);
    expect((await play(tooLarge)).json()).toMatchObject({ mode: 'remote' });
    expect((await play(lost)).json()).toMatchObject({ mode: 'remote' });
  });
});

describe.each([true, false])('with the setting at %s', (remotely) => {
  beforeEach(() => playRemotely(remotely));

  it.each([
    ['missing', 'recording_missing'],
    ['deleted', 'recording_deleted'],
  ] as const)('a recording that is %s is refused with %s', async (state, code) => {
    const id = await given.recording(await given.call(), { state, reason: 'retention' });
    const [played, file] = [await play(id), await audio(id)];
    expect([played.statusCode, played.json()]).toMatchObject([409, { code }]);
    expect([file.statusCode, file.json()]).toMatchObject([409, { code }]);
    expect(await plays(id)).toEqual([]);
  });
});

describe('a recording that was given up', () => {
  const askAgain = (id: string, as: Visitor = 'admin') =>
    api.request('POST', `/api/v1/recordings/${id}/fetch`, { as });
  const rowOf = async (id: string) =>
    (
      await api.app.get(DataSource).query<object[]>(
        `SELECT state, reason, fetch_attempts, next_attempt_at <= now() AS due, demanded_at IS NOT NULL AS waits, version
           FROM recordings WHERE id = $1`,
        [id],
      )
    )[0];
  const missing = async (employeeId: string, minutesAgo = 5) => {
    const call = await given.call({ employeeId });
    const id = await given.recording(call, { state: 'missing', reason: 'recording_not_ready' });
    await api.app
      .get(DataSource)
      .query(`UPDATE recordings SET updated_at = now() - $2 * interval '1 minute' WHERE id = $1`, [
        id,
        minutesAgo,
      ]);
    return id;
  };

  it.each([
    ['looked for', true],
    ['fetched', false],
  ])('is %s once more when one who may listen asks', async (_words, remotely) => {
    await playRemotely(remotely);
    const id = await missing(api.agentId);
    expect((await askAgain(id, 'agent')).statusCode).toBe(202);
    const revived = await rowOf(id);
    expect(revived).toMatchObject({
      state: 'fetching',
      reason: null,
      fetch_attempts: 0,
      due: true,
      waits: !remotely,
    });
    expect((await askAgain(id)).statusCode).toBe(202);
    expect(await rowOf(id)).toEqual(revived);
  });

  it('is not asked for within five minutes of the last attempt, which the answer says', async () => {
    const id = await missing(api.agentId, 4);
    const refused = await askAgain(id, 'agent');
    expect([refused.statusCode, refused.json()]).toMatchObject([429, { code: 'recording_asked_recently' }]);
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
    expect(await rowOf(id)).toMatchObject({ state: 'missing', due: null });
  });

  it('uses up the share of whoever asks', async () => {
    const ids = await Promise.all(Array.from({ length: 41 }, () => missing(api.agentId)));
    for (const id of ids.slice(0, 40)) {
      expect((await askAgain(id, 'agent')).statusCode).toBe(202);
    }
    const refused = await askAgain(ids.at(-1)!, 'agent');
    expect([refused.statusCode, refused.json()]).toMatchObject([429, { code: 'personal_share_used_up' }]);
    expect((await askAgain(ids.at(-1)!, 'admin')).statusCode).toBe(202);
  });

  it('is not to be asked for by those who may not hear it, nor once it is deleted', async () => {
    const id = await missing(api.adminId);
    const foreign = await askAgain(id, 'agent');
    expect([foreign.statusCode, foreign.json()]).toMatchObject([404, { code: 'recording_not_found' }]);
    expect(await rowOf(id)).toMatchObject({ state: 'missing' });
    const gone = await given.recording(await given.call(), { state: 'deleted', reason: 'retention' });
    const refused = await askAgain(gone);
    expect([refused.statusCode, refused.json()]).toMatchObject([409, { code: 'recording_deleted' }]);
  });
});

describe('the file of a recording', () => {
  const file = randomBytes(200_000);
  let id: string;

  beforeAll(async () => {
    id = await given.recording(await given.call(), { file });
    await api.app.listen(0, '127.0.0.1');
  });

  it('comes whole, with all that a player needs', async () => {
    const answer = await audio(id);
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.equals(file)).toBe(true);
    expect(answer.headers).toMatchObject({
      'accept-ranges': 'bytes',
      'content-type': 'audio/mpeg',
      'content-length': String(file.length),
      'content-disposition': 'inline; filename=2026-03-05_1015_+48600100200_1.mp3',
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/) as string,
    });
  });

  it('can be saved under a name that says what it is', async () => {
    const answer = await api.request('GET', `/api/v1/recordings/${id}/audio?download=1`);
    expect(answer.headers['content-disposition']).toBe(
      'attachment; filename=2026-03-05_1015_+48600100200_1.mp3',
    );
  });

  it.each([
    ['bytes=0-99', 0, 99],
    ['bytes=150000-', 150_000, 199_999],
    ['bytes=-1', 199_999, 199_999],
    ['bytes=65535-65536', 65_535, 65_536],
  ])('is sought with %s', async (range, start, end) => {
    const answer = await audio(id, { range });
    expect(answer.statusCode).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes ${start}-${end}/200000`);
    expect(answer.headers['content-length']).toBe(String(end - start + 1));
    expect(answer.rawPayload.equals(file.subarray(start, end + 1))).toBe(true);
  });

  it('is not sought behind its end', async () => {
    const answer = await audio(id, { range: 'bytes=200000-' });
    expect([answer.statusCode, answer.headers['content-range'], answer.payload]).toEqual([
      416,
      'bytes */200000',
      '',
    ]);
  });

  it('is not sent again to those who have it, and whole to those who have another', async () => {
    const { etag } = (await audio(id)).headers;
    expect((await audio(id, { 'if-none-match': String(etag) })).statusCode).toBe(304);
    const range = 'bytes=0-9';
    expect((await audio(id, { range, 'if-range': String(etag) })).statusCode).toBe(206);
    expect((await audio(id, { range, 'if-range': '"other"' })).statusCode).toBe(200);
  });

  it('can be asked about without being sent', async () => {
    const answer = await api.app.inject({
      method: 'HEAD',
      url: `/api/v1/recordings/${id}/audio`,
      headers: api.headers.admin,
    });
    expect([answer.statusCode, answer.rawPayload.length]).toEqual([200, 0]);
    expect(answer.headers).toMatchObject({ 'content-length': '200000', 'accept-ranges': 'bytes' });
  });

  it('is refused with a reason while it is not here', async () => {
    const answer = await audio(await atZadarma());
    expect([answer.statusCode, answer.json()]).toMatchObject([409, { code: 'recording_not_stored' }]);
  });

  it('is missed when it was lost from the storage, without a line in the log', async () => {
    const lost = await given.recording(await given.call(), { file: randomBytes(10) });
    await api.app
      .get(DataSource)
      .query(`UPDATE recordings SET storage_key = 'aa/lost.mp3' WHERE id = $1`, [lost]);
    const answer = await audio(lost);
    expect([answer.statusCode, answer.json()]).toMatchObject([409, { code: 'recording_file_missing' }]);
    expect(await plays(lost)).toEqual([]);
  });

  it('is let go when the listener leaves in the middle', async () => {
    const store = api.app.get<RecordingStore>(RECORDING_STORE, { strict: false });
    const opened = jest.spyOn(store, 'open');
    const large = await given.recording(await given.call(), { file: randomBytes(20_000_000) });
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    const path = `/api/v1/recordings/${large}/audio`;
    const request = get({ host: '127.0.0.1', port, path, headers: api.headers.admin, agent: false });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    await once(answer, 'data');
    request.destroy();
    const { stream } = await (opened.mock.results[0]?.value as ReturnType<RecordingStore['open']>);
    await once(stream, 'close');
    expect(stream.destroyed).toBe(true);
    opened.mockRestore();
  });

  it('is let go, and heard by nobody, when the listener cannot be written down', async () => {
    const store = api.app.get<RecordingStore>(RECORDING_STORE, { strict: false });
    const opened = jest.spyOn(store, 'open');
    const unheard = await given.recording(await given.call(), { file });
    const database = api.app.get(DataSource);
    await database.query('ALTER TABLE recording_plays RENAME TO recording_plays_away');
    const answer = await audio(unheard);
    await database.query('ALTER TABLE recording_plays_away RENAME TO recording_plays');
    expect(answer.statusCode).toBe(500);
    expect(answer.rawPayload.length).toBeLessThan(1_000);
    const { stream } = await (opened.mock.results[0]?.value as ReturnType<RecordingStore['open']>);
    expect(stream.destroyed).toBe(true);
    opened.mockRestore();
  });

  it('is broken off, and let go, when the storage fails in the middle', async () => {
    const store = api.app.get<RecordingStore>(RECORDING_STORE, { strict: false });
    const failing = new Readable({ read: () => undefined });
    failing.push(file.subarray(0, 1_000));
    const opened = jest.spyOn(store, 'open').mockResolvedValue({ size: file.length, stream: failing });
    const path = `/api/v1/recordings/${id}/audio`;
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    const request = get({ host: '127.0.0.1', port, path, headers: api.headers.admin, agent: false });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    await once(answer, 'data');
    failing.destroy(new Error('EIO'));
    // Never a shorter file that looks whole.
    await expect(once(answer.resume(), 'end')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(failing.destroyed).toBe(true);
    opened.mockRestore();
  });

  it.each(['..%2f..%2fetc%2fpasswd', '%2e%2e', 'a.mp3', `${nobody}%2f..%2f..`, `${nobody}.mp3`])(
    'is not found by the way %s',
    async (path) => {
      const answer = await api.request('GET', `/api/v1/recordings/${path}/audio`);
      expect([400, 404]).toContain(answer.statusCode);
    },
  );
});

describe('who may listen', () => {
  const file = randomBytes(100);
  const listeners = ['admin', 'readKey', 'writeKey', 'adminKey'] as const;

  async function statusesOf(id: string): Promise<Record<string, number[]>> {
    const statuses: Record<string, number[]> = {};
    for (const visitor of ['agent', 'nobody', ...listeners] as const) {
      const answers = [await play(id, visitor), await audio(id, {}, visitor)];
      statuses[visitor] = answers.map(({ statusCode }) => statusCode);
    }
    return statuses;
  }

  const everybodyElse = Object.fromEntries(listeners.map((visitor) => [visitor, [200, 200]]));

  it.each([
    ['an agent whose call it is', () => given.call({ employeeId: api.agentId }), [200, 200]],
    [
      'an agent who answered',
      () => given.call({ legs: [{ employeeId: api.agentId, result: 'answered' }] }),
      [200, 200],
    ],
    [
      'no agent whose phone only rang',
      () => given.call({ legs: [{ employeeId: api.agentId, result: 'not_answered' }] }),
      [404, 404],
    ],
    ['no agent who is the contact’s manager', () => given.call({ managerId: api.agentId }), [404, 404]],
    ['no other agent', () => given.call({ employeeId: api.adminId }), [404, 404]],
  ])('%s, and all those who see all calls', async (_who, call, agent) => {
    await playRemotely(false);
    const id = await given.recording(await call(), { file });
    expect(await statusesOf(id)).toEqual({ ...everybodyElse, agent, nobody: [401, 401] });
  });

  it('is told with every call, in lists, cards and the list of its parts', async () => {
    const callId = await given.call({ managerId: api.agentId });
    const part = await given.recording(callId, { file, part: 1, partKey: '1700000000.1' });
    const other = await given.recording(callId, { state: 'expected', part: 2, partKey: '1700000000.2' });
    const recording = { state: 'ready', parts: 2, mayListen: false };
    const list = await api.request('GET', '/api/v1/calls?limit=200', { as: 'agent' });
    const { items } = list.json<{ items: { id: string; recording: unknown }[] }>();
    expect(items.find(({ id }) => id === callId)?.recording).toEqual(recording);
    const card = await api.request('GET', `/api/v1/calls/${callId}`);
    expect(card.json()).toMatchObject({
      recording: { ...recording, mayListen: true },
      recordings: [
        { id: part, state: 'ready', part: 1, durationSeconds: 12.5, sizeBytes: 100, transcriptState: 'none' },
        { id: other, state: 'expected', part: 2, durationSeconds: null, sizeBytes: null },
      ],
    });
    const parts = await api.request('GET', `/api/v1/calls/${callId}/recordings`);
    expect(parts.json()).toEqual({ items: card.json<{ recordings: unknown[] }>().recordings });
    const foreign = await given.call();
    const answer = await api.request('GET', `/api/v1/calls/${foreign}/recordings`, { as: 'agent' });
    expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'call_not_found' }]);
  });
});

describe('the listen log', () => {
  it('has a line for every playback and download, and none for every piece of the file', async () => {
    await playRemotely(false);
    const callId = await given.call({ employeeId: api.agentId });
    const id = await given.recording(callId, { file: randomBytes(1_000) });
    await play(id, 'agent');
    for (const range of ['bytes=0-99', 'bytes=100-199', 'bytes=200-']) {
      await audio(id, { range }, 'agent');
    }
    await play(id, 'readKey', { purpose: 'download' });
    const found = await api.request('GET', `/api/v1/recording-plays?callId=${callId}`);
    expect(found.json()).toMatchObject({
      items: [
        { recordingId: id, callId, employeeId: null, apiKeyName: 'read', purpose: 'download', mode: 'local' },
        {
          recordingId: id,
          employeeId: api.agentId,
          employeeName: 'The agent',
          purpose: 'play',
          apiKeyName: null,
        },
      ],
      nextCursor: null,
    });
  });

  it('also has those who take the file without asking for playback', async () => {
    const id = await given.recording(await given.call(), { file: randomBytes(1_000) });
    await audio(id, { range: 'bytes=500-' }, 'adminKey');
    await audio(id, {}, 'adminKey');
    expect(await plays(id)).toMatchObject([{ apiKeyName: 'admin', purpose: 'play', mode: 'local' }]);
  });

  describe('of a file that is taken from here', () => {
    let id: string;
    const download = (headers: Record<string, string> = {}, as: Visitor = 'admin') =>
      api.request('GET', `/api/v1/recordings/${id}/audio?download=1`, { as, headers });
    const purposes = async (): Promise<unknown[]> =>
      (await plays(id)).map((line) => (line as { purpose: string }).purpose).sort();
    /** As if the lines so far were written so long ago. */
    const minutesPass = (minutes: number) =>
      api.app
        .get(DataSource)
        .query(`UPDATE recording_plays SET at = at - make_interval(mins => $2) WHERE recording_id = $1`, [
          id,
          minutes,
        ]);

    beforeEach(async () => {
      await playRemotely(false);
      id = await given.recording(await given.call(), { file: randomBytes(1_000) });
    });

    it('has a line for every download that begins at the start, not for what resumes one', async () => {
      await download();
      await download({ range: 'bytes=0-' });
      await download({ range: 'bytes=500-' });
      await download({ range: 'bytes=2000-' });
      await download();
      expect(await purposes()).toEqual(['download', 'download', 'download']);
    });

    it('has one line for an address and the download it was given for', async () => {
      await play(id, 'admin', { purpose: 'download' });
      await download();
      expect(await purposes()).toEqual(['download']);
      await download();
      await download({}, 'adminKey');
      expect(await purposes()).toEqual(['download', 'download', 'download']);
      await play(id, 'admin', { purpose: 'download' });
      await play(id, 'admin', { purpose: 'download' });
      await Promise.all([download(), download(), download()]);
      expect(await purposes()).toHaveLength(6);
    });

    it('has a line for a play that an address of the last minutes does not cover', async () => {
      await play(id);
      for (const range of ['bytes=0-', 'bytes=0-99', 'bytes=500-', 'bytes=0-']) {
        await audio(id, { range });
      }
      expect(await purposes()).toEqual(['play']);
      await minutesPass(6);
      await audio(id, { range: 'bytes=700-' });
      expect(await purposes()).toEqual(['play']);
      await audio(id, { range: 'bytes=0-' });
      await audio(id);
      expect(await purposes()).toEqual(['play', 'play']);
    });

    it('has a line for whoever leaves out the beginning', async () => {
      await audio(id, { range: 'bytes=1-' });
      await audio(id, { range: 'bytes=500-' });
      expect(await purposes()).toEqual(['play']);
      await download({ range: 'bytes=1-' });
      expect(await purposes()).toEqual(['download', 'play']);
    });

    it('has a line for a copy that the listener has kept and plays again', async () => {
      const { etag } = (await audio(id)).headers;
      await minutesPass(6);
      expect((await audio(id, { 'if-none-match': String(etag) })).statusCode).toBe(304);
      expect(await purposes()).toEqual(['play', 'play']);
    });

    it('takes no play at Zadarma for one from here, and nothing for a play that gives no bytes', async () => {
      const columns = 'id, recording_id, employee_id, purpose, mode, at';
      await api.app
        .get(DataSource)
        .query(
          `INSERT INTO recording_plays (${columns}) VALUES (gen_random_uuid(), $1, $2, 'play', 'remote', now())`,
          [id, api.adminId],
        );
      await api.app.inject({
        method: 'HEAD',
        url: `/api/v1/recordings/${id}/audio`,
        headers: api.headers.admin,
      });
      expect((await audio(id, { range: 'bytes=1000-' })).statusCode).toBe(416);
      expect(await plays(id)).toMatchObject([{ mode: 'remote' }]);
      await audio(id);
      expect(await plays(id)).toMatchObject([{ mode: 'local' }, { mode: 'remote' }]);
    });
  });

  it('is read page by page, and by employee', async () => {
    const callId = await given.call();
    const id = await given.recording(callId, { file: randomBytes(10) });
    await playRemotely(false);
    for (let times = 0; times < 3; times += 1) {
      await play(id);
    }
    const url = `/api/v1/recording-plays?callId=${callId}&employeeId=${api.adminId}&limit=2`;
    const first = (await api.request('GET', url)).json<{ items: { id: string }[]; nextCursor: string }>();
    const second = (await api.request('GET', `${url}&cursor=${first.nextCursor}`)).json<typeof first>();
    const ids = [...first.items, ...second.items].map((item) => item.id);
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
    expect(new Set(ids).size).toBe(3);
    const wrong = await api.request('GET', '/api/v1/recording-plays?cursor=x');
    expect([wrong.statusCode, wrong.json()]).toMatchObject([400, { code: 'validation_failed' }]);
  });
});

describe('a legal hold', () => {
  it('is set and lifted by administrators, shown with the recording, and leaves an audit entry', async () => {
    const callId = await given.call();
    const id = await given.recording(callId);
    const set = (legalHold: boolean, as: Visitor = 'admin') =>
      api.request('PATCH', `/api/v1/recordings/${id}`, { as, payload: { legalHold } });
    expect((await set(true, 'agent')).statusCode).toBe(403);
    expect((await set(true)).json()).toMatchObject({ id, legalHold: true });
    expect((await set(true)).json()).toMatchObject({ id, legalHold: true });
    expect((await set(false)).json()).toMatchObject({ id, legalHold: false });
    const entries = await api.app
      .get(DataSource)
      .query<unknown[]>(`SELECT action, actor_id FROM audit_entries WHERE target_id = $1 ORDER BY at, id`, [
        id,
      ]);
    expect(entries).toEqual([
      { action: 'recording.held', actor_id: api.adminId },
      { action: 'recording.released', actor_id: api.adminId },
    ]);
    const card = (await api.request('GET', `/api/v1/calls/${callId}`)).json<{ version: number }>();
    expect(card.version).toBe(3);
  });

  it.each([true, false])('cannot be set on what was deleted (to %s)', async (legalHold) => {
    const id = await given.recording(await given.call(), { state: 'deleted', reason: 'retention' });
    const answer = await api.request('PATCH', `/api/v1/recordings/${id}`, { payload: { legalHold } });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      409,
      { code: 'recording_deleted', details: { reason: 'retention' } },
    ]);
    const entries = await api.app
      .get(DataSource)
      .query<object[]>('SELECT action FROM audit_entries WHERE target_id = $1', [id]);
    expect(entries).toEqual([]);
  });

  it('cannot be set on nothing', async () => {
    const answer = await api.request('PATCH', `/api/v1/recordings/${nobody}`, {
      payload: { legalHold: true },
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'recording_not_found' }]);
  });
});
