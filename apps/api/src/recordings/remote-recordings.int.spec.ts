import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Playback } from '@callboard/contracts';
import { type RunningSimulator, startSimulator } from '@callboard/zadarma-sim';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi, type Visitor } from '../testing/test-api';
import { RecordedCalls } from './recordings.fixture';

describe('a recording that stays at Zadarma', () => {
  let api: TestApi;
  let simulator: RunningSimulator;
  let given: RecordedCalls;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'callboard-api-'));
    simulator = await startSimulator({ rateLimits: null });
    api = await startTestApi({ variables: { DATA_DIR: directory } });
    given = new RecordedCalls(api);
    const { url, key, secret } = simulator;
    const payload = { url, key, secret, timeZone: 'Europe/Warsaw', playRecordingsRemotely: true };
    await api.request('PUT', '/api/v1/settings/zadarma', { payload });
  });

  beforeEach(async () => {
    simulator.clearFaults();
    await query('TRUNCATE pbx_request_budget');
  });

  afterAll(async () => {
    await api.close();
    await simulator.close();
    await rm(directory, { recursive: true, force: true });
  });

  const query = <Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> =>
    api.app.get(DataSource).query<Row[]>(sql, parameters);

  async function atZadarma(state: 'remote' | 'expected' | 'fetching' = 'remote'): Promise<string> {
    const startedAt = '2026-03-05T09:15:00+00:00';
    const [pbxCallId = ''] = simulator.addHistory([
      { direction: 'in', number: '48600100200', startedAt, durationSeconds: 2 },
    ]);
    return given.recording(await given.call({ pbxCallId }), { state });
  }

  const ask = (id: string, purpose: 'play' | 'download', as: Visitor = 'admin') =>
    api.request('POST', `/api/v1/recordings/${id}/playback`, { as, payload: { purpose } });

  const save = (id: string, as: Visitor = 'admin') =>
    api.request('GET', `/api/v1/recordings/${id}/audio?download=1`, { as });

  const linesOf = (id: string) =>
    query(
      'SELECT purpose, mode, employee_id IS NULL AS "isKey" FROM recording_plays WHERE recording_id = $1',
      [id],
    );

  const kept = async (): Promise<string[]> =>
    (await readdir(directory, { recursive: true })).filter((name) => /\.(mp3|tmp|part|bin)/.test(name));

  describe('and is downloaded', () => {
    it('is passed on as a file under a name of ours, and kept nowhere', async () => {
      const id = await atZadarma();
      const asked = await ask(id, 'download');
      expect([asked.statusCode, asked.json()]).toEqual([
        200,
        { mode: 'local', url: `/api/v1/recordings/${id}/audio?download=1` },
      ]);
      const file = await api.request('GET', asked.json<Extract<Playback, { mode: 'local' }>>().url);
      expect(file.statusCode).toBe(200);
      expect(file.headers).toMatchObject({
        'accept-ranges': 'none',
        'cache-control': 'no-store',
        'content-disposition': 'attachment; filename=2026-03-05_1015_+48600100200_1.mp3',
        'content-type': 'audio/mpeg',
      });
      const heard = (await ask(id, 'play')).json<Extract<Playback, { mode: 'remote' }>>();
      const there = Buffer.from(await (await fetch(heard.url)).arrayBuffer());
      expect(file.rawPayload.equals(there)).toBe(true);
      expect(await query('SELECT state, storage_key, version FROM recordings WHERE id = $1', [id])).toEqual([
        { state: 'remote', storage_key: null, version: 1 },
      ]);
      expect(await kept()).toEqual([]);
      expect(await linesOf(id)).toEqual([
        { purpose: 'download', mode: 'remote', isKey: false },
        { purpose: 'play', mode: 'remote', isKey: false },
      ]);
    });

    it('is passed on once for each time that was asked for it, and to nobody else', async () => {
      const id = await atZadarma();
      const refused = { code: 'recording_not_stored' };
      expect((await save(id)).json()).toMatchObject(refused);
      await ask(id, 'play');
      expect((await save(id)).json()).toMatchObject(refused);
      await ask(id, 'download');
      expect((await save(id, 'readKey')).json()).toMatchObject(refused);
      expect((await save(id, 'agent')).statusCode).toBe(404);
      const answers = await Promise.all([save(id), save(id), save(id)]);
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409]);
    });

    it('may be asked about first without being passed on', async () => {
      const id = await atZadarma();
      await ask(id, 'download');
      const head = await api.app.inject({
        method: 'HEAD',
        url: `/api/v1/recordings/${id}/audio?download=1`,
        headers: api.headers.admin,
      });
      expect(head.statusCode).toBe(409);
      expect((await save(id)).statusCode).toBe(200);
    });

    it.each([
      [{ kind: 'dead-link' }, 409, 'recording_dead_link'],
      [{ kind: 'not-audio' }, 409, 'recording_not_audio'],
      [{ kind: 'huge', bytes: 2 * 1024 ** 3 }, 409, 'recording_too_large'],
      [{ kind: 'redirect', location: 'http://169.254.169.254/latest' }, 409, 'address_not_allowed'],
    ] as const)('is refused where %j', async (fault, status, code) => {
      const id = await atZadarma();
      await ask(id, 'download');
      simulator.addFault({ target: 'recording', ...fault });
      const answer = await save(id);
      expect([answer.statusCode, answer.json()]).toMatchObject([status, { code }]);
      expect(answer.headers['content-disposition']).toBeUndefined();
      expect(await kept()).toEqual([]);
    });

    it('says that it is gone when it is asked for, not only when it is read', async () => {
      const id = await atZadarma();
      simulator.addFault({ target: 'recording', kind: 'not-ready' });
      expect((await ask(id, 'download')).json()).toMatchObject({ code: 'recording_not_ready' });
      expect(await linesOf(id)).toEqual([]);
    });

    it('is not passed on once it was deleted meanwhile', async () => {
      const id = await atZadarma();
      await ask(id, 'download');
      await query(`UPDATE recordings SET state = 'deleted', reason = 'retention' WHERE id = $1`, [id]);
      expect((await save(id)).json()).toMatchObject({ code: 'recording_deleted' });
    });

    it('is refused at once if it is larger than anything that is passed on', async () => {
      const id = await atZadarma();
      await query(`UPDATE recordings SET reason = 'recording_too_large' WHERE id = $1`, [id]);
      expect((await ask(id, 'download')).json()).toMatchObject({ code: 'recording_too_large' });
      expect((await ask(id, 'play')).json()).toMatchObject({ mode: 'remote' });
    });
  });

  describe('and is late', () => {
    const attemptIn = (id: string, seconds: number) =>
      query(`UPDATE recordings SET next_attempt_at = now() + $2 * interval '1 second' WHERE id = $1`, [
        id,
        seconds,
      ]);
    const askedZadarma = () => simulator.requests('/v1/pbx/record/request/').length;

    it('is waited for without a request to Zadarma, however often somebody asks', async () => {
      const id = await atZadarma('fetching');
      await attemptIn(id, 30);
      const before = askedZadarma();
      for (let times = 0; times < 12; times += 1) {
        const answer = await ask(id, times % 2 ? 'download' : 'play');
        expect([answer.statusCode, answer.json()]).toMatchObject([202, { mode: 'pending' }]);
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(20);
        expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(30);
      }
      expect(askedZadarma()).toBe(before);
      await query(`UPDATE recordings SET state = 'remote', next_attempt_at = NULL WHERE id = $1`, [id]);
      expect((await ask(id, 'play')).json()).toMatchObject({ mode: 'remote' });
      expect(askedZadarma()).toBe(before + 1);
      expect(await linesOf(id)).toHaveLength(1);
    });

    it('is looked for now, once, when the next attempt is far ahead', async () => {
      const id = await atZadarma('fetching');
      await attemptIn(id, 1_800);
      const before = askedZadarma();
      expect((await ask(id, 'play')).json()).toEqual({ mode: 'pending', retryAfterSeconds: 2 });
      expect(
        await query(
          `SELECT next_attempt_at <= now() AS due, fetch_attempts AS attempts, demanded_at AS demanded
           FROM recordings WHERE id = $1`,
          [id],
        ),
      ).toEqual([{ due: true, attempts: 0, demanded: null }]);
      expect(askedZadarma()).toBe(before);
    });

    it('is played as soon as it is there although nobody has looked for it yet', async () => {
      const id = await atZadarma('expected');
      await attemptIn(id, -1);
      expect((await ask(id, 'play')).json()).toMatchObject({ mode: 'remote' });
    });
  });
});
