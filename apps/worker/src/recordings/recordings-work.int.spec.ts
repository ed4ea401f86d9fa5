import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@callboard/platform';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  silentLog,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { type RunningSimulator, startSimulator } from '@callboard/zadarma-sim';
import { RecordingsWork } from './recordings-work.fixture';

const clock = new FakeClock();
let work: RecordingsWork;
let simulator: RunningSimulator;
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  simulator = await startSimulator({ speed: 1_000, rateLimits: null });
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'callboard-recordings-'));
  work = await RecordingsWork.open({
    pbx: simulator,
    clock,
    environment: testEnvironment({ DATABASE_URL: database.url, DATA_DIR: folder }),
    log: silentLog(),
    foreignTables: ['employees', 'api_keys'].map(foreignTable),
  });
});

beforeEach(async () => {
  await work.dataSource.query('TRUNCATE recordings, inbound_events, calls, pbx_request_budget CASCADE');
  await work.settings.update({ recordings: { archiveAutomatically: true } });
  simulator.clearFaults();
  work.published.length = 0;
});

afterAll(async () => {
  await work.close();
  await simulator.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A call that the PBX has recorded, in one part unless said otherwise; its ids. */
async function record(parts = 1): Promise<{ pbxCallId: string; ids: string[] }> {
  const { id, finished } =
    parts === 1
      ? simulator.runScenario('incoming-answered', { talkSeconds: 2 })
      : simulator.runScenario('recorded-in-parts', { talkSeconds: 2 * parts, parts });
  await finished;
  return { pbxCallId: id, ids: [...(simulator.call(id)?.recordings ?? [])].sort() };
}

/** A recorded call whose end was told; its one recording is due. */
async function recordedCall(): Promise<{ pbxCallId: string; id: string; partKey: string }> {
  const { pbxCallId, ids } = await record();
  const [partKey = ''] = ids;
  await work.ended(pbxCallId, { call_id_with_rec: partKey });
  clock.advance(40_000);
  const [row] = await work.rows(pbxCallId);
  return { pbxCallId, id: row?.id ?? '', partKey };
}

/** Attempts at the recording, each when it is due, until it is missing; at most forty. */
async function attemptsUntilGivenUp(id: string, beforeEach = () => Promise.resolve()): Promise<number> {
  for (let attempts = 1; attempts <= 40; attempts += 1) {
    await beforeEach();
    await work.attempt(id);
    const row = await work.row(id);
    if (row?.state === 'missing') {
      return attempts;
    }
    clock.set(row?.next_attempt_at ?? clock.now());
  }
  return Number.POSITIVE_INFINITY;
}

/** A call ends now, and its recording is found. */
async function anotherComes(): Promise<void> {
  const pbxCallId = `in_${newId()}`;
  await work.ended(pbxCallId);
  await work.dataSource.query(
    `UPDATE recordings SET state = 'remote', next_attempt_at = NULL WHERE pbx_call_id = $1`,
    [pbxCallId],
  );
}

const linkRequests = (): number => simulator.requests('/v1/pbx/record/request').length;

const callVersion = async (pbxCallId: string): Promise<number> =>
  (
    await work.dataSource.query<{ version: number }[]>('SELECT version FROM calls WHERE pbx_call_id = $1', [
      pbxCallId,
    ])
  )[0]?.version ?? 0;

describe('the recordings of a call', () => {
  const [first, second] = ['1772705700.123456', '1772705760.7'] as const;

  it('are known as soon as the PBX tells of one, also before the end, and wait for it', async () => {
    await work.told('NOTIFY_START', 'in_early');
    await work.recorded('in_early', first);
    expect(await work.rows('in_early')).toMatchObject([
      { part_key: first, state: 'expected', next_attempt_at: null },
    ]);
    clock.advance(3_600_000);
    expect(await work.recordings.due(10)).toEqual([]);
    await work.ended('in_early', { call_id_with_rec: first });
    expect(await work.rows('in_early')).toMatchObject([
      { part_key: first, next_attempt_at: new Date(clock.now().getTime() + 40_000) },
    ]);
  });

  it('are not undone by a later end that says there are none', async () => {
    await work.told('NOTIFY_START', 'in_kept');
    await work.recorded('in_kept', first);
    await work.ended('in_kept', { is_recorded: '0', call_id_with_rec: '' });
    expect(await work.rows('in_kept')).toMatchObject([{ part_key: first, state: 'expected' }]);
  });

  it('are a placeholder until an id comes, which takes it over', async () => {
    await work.ended('in_place');
    const [placeholder] = await work.rows('in_place');
    expect(placeholder).toMatchObject({ part_key: null, part: 1 });
    const version = await callVersion('in_place');
    await work.recorded('in_place', second);
    await work.recorded('in_place', first);
    const rows = await work.rows('in_place');
    expect(rows.map(({ part_key, part }) => [part_key, part])).toEqual([
      [first, 1],
      [second, 2],
    ]);
    expect(rows.some(({ id }) => id === placeholder?.id)).toBe(true);
    expect(await callVersion('in_place')).toBeGreaterThan(version);
  });

  it('are none where recording was on and nobody talked', async () => {
    await work.ended('in_silent', { duration: '0', disposition: 'cancel', last_internal: '' });
    expect(await work.rows('in_silent')).toEqual([]);
  });
});

describe('a recording', () => {
  it('is not asked for before 40 s after the end of the call', async () => {
    const { pbxCallId, ids } = await record();
    await work.ended(pbxCallId, { call_id_with_rec: ids[0] ?? '' });
    const before = linkRequests();
    const [row] = await work.rows(pbxCallId);
    clock.advance(39_999);
    expect(await work.recordings.due(10)).toEqual([]);
    expect(await work.attempt(row?.id ?? '')).toMatchObject({ effect: 'not_due' });
    expect(linkRequests()).toBe(before);
    clock.advance(1);
    expect(await work.attemptDue()).toEqual(['stored']);
  });

  it('is stored with its length and fingerprint, and viewers hear of every step', async () => {
    const { id, pbxCallId } = await recordedCall();
    const version = await callVersion(pbxCallId);
    expect(await work.attempt(id)).toMatchObject({ effect: 'stored' });
    const row = await work.row(id);
    expect(row).toMatchObject({ state: 'ready', reason: null, next_attempt_at: null });
    const file = (await work.files()).find((path) => path.endsWith(row?.storage_key ?? 'none'));
    const bytes = await readFile(file ?? '');
    expect(Number(row?.size_bytes)).toBe(bytes.length);
    expect(row?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(row?.duration_seconds).toBeCloseTo(2, 0);
    expect(work.published).toEqual([
      { type: 'call.changed', id: row?.call_id, version: version + 1 },
      { type: 'call.changed', id: row?.call_id, version: version + 2 },
    ]);
    expect(await work.attempt(id)).toMatchObject({ effect: 'not_due' });
  });

  it('stays at Zadarma unless all are archived, and is fetched once somebody asks', async () => {
    await work.settings.update({ recordings: { archiveAutomatically: false } });
    const { id } = await recordedCall();
    expect(await work.attempt(id)).toMatchObject({ effect: 'found' });
    expect(await work.row(id)).toMatchObject({ state: 'remote', storage_key: null });
    expect(await work.recordings.due(10)).toEqual([]);
    expect(await work.recordings.demand(id)).toMatchObject({ kind: 'pending', fetchNow: true });
    expect(await work.recordings.due(10)).toEqual([{ id, demanded: true }]);
    expect(await work.attempt(id, 'interactive')).toMatchObject({ effect: 'stored' });
    expect(await work.recordings.demand(id)).toEqual({ kind: 'local' });
  });

  it('that was found while archiving was off is fetched once it is on', async () => {
    await work.settings.update({ recordings: { archiveAutomatically: false } });
    const { id } = await recordedCall();
    expect(await work.attempt(id)).toMatchObject({ effect: 'found' });
    await work.settings.update({ recordings: { archiveAutomatically: true } });
    expect(await work.recordings.archiveRemote(10)).toBe(1);
    expect(await work.recordings.archiveRemote(10)).toBe(0);
    expect(await work.attemptDue()).toEqual(['stored']);
    expect(await work.recordings.archiveRemote(10)).toBe(0);
  });

  it('that somebody waits for is fetched from the reserved part of the budget', async () => {
    const { id } = await recordedCall();
    for (let used = 0; used < 80; used += 1) {
      await work.client.balance({ urgency: 'background' });
    }
    await work.recordings.demand(id);
    expect(await work.attempt(id, 'interactive')).toMatchObject({ effect: 'stored' });
    for (let used = 81; used < 100; used += 1) {
      await work.client.balance({ urgency: 'interactive' });
    }
    const { id: another } = await recordedCall();
    await work.recordings.demand(another);
    expect(await work.attempt(another, 'interactive')).toMatchObject({
      effect: 'retry',
      reason: 'rate_limited',
    });
    expect(await work.row(another)).toMatchObject({ state: 'fetching', fetch_attempts: 0 });
    const answer = await work.recordings.demand(another);
    expect(answer).toMatchObject({ kind: 'pending', reason: 'rate_limited', fetchNow: false });
  });

  it('keeps no link anywhere', async () => {
    const { id } = await recordedCall();
    await work.attempt(id);
    expect(JSON.stringify([await work.row(id), work.published])).not.toMatch(/https?:|download/);
  });

  it('is fetched by one attempt at a time, with one request for its file', async () => {
    const { id, partKey } = await recordedCall();
    // So long that all the others come while the first one reads.
    simulator.addFault({ target: 'recording', kind: 'slow', delayMs: 300, times: 1 });
    const before = linkRequests();
    const effects = await Promise.all([1, 2, 3, 4, 5].map(() => work.attempt(id)));
    expect(effects.map(({ effect }) => effect).sort()).toEqual([
      'not_due',
      'not_due',
      'not_due',
      'not_due',
      'stored',
    ]);
    expect(linkRequests()).toBe(before + 1);
    expect(simulator.downloads(partKey)).toMatchObject([{ range: null, fault: 'slow' }]);
  });

  it('is asked for once, however many want to hear it at the same time', async () => {
    await work.settings.update({ recordings: { archiveAutomatically: false } });
    const { id, partKey } = await recordedCall();
    simulator.addFault({ target: 'recording', kind: 'slow', delayMs: 300, times: 1 });
    const wanted = async (): Promise<unknown> => {
      await work.recordings.demand(id);
      return (await work.attempt(id, 'interactive')).effect;
    };
    const effects = await Promise.all(Array.from({ length: 8 }, wanted));
    expect(effects.filter((effect) => effect === 'stored')).toHaveLength(1);
    expect(await work.recordings.demand(id)).toEqual({ kind: 'local' });
    expect(await work.attempt(id, 'interactive')).toMatchObject({ effect: 'not_due' });
    expect(simulator.downloads(partKey)).toHaveLength(1);
  });

  it('is taken over from an attempt whose process died', async () => {
    const { id } = await recordedCall();
    await work.dataSource.query(
      `UPDATE recordings SET state = 'fetching', lease_id = gen_random_uuid(), next_attempt_at = $2 WHERE id = $1`,
      [id, new Date(clock.now().getTime() + 60_000)],
    );
    expect(await work.attempt(id)).toMatchObject({ effect: 'not_due' });
    clock.advance(60_000);
    expect(await work.attemptDue()).toEqual(['stored']);
  });

  it('that was deleted while it came leaves no file', async () => {
    const { id } = await recordedCall();
    const filesBefore = (await work.files()).length;
    simulator.addFault({ target: 'recording', kind: 'slow', delayMs: 300, times: 1 });
    const attempt = work.attempt(id);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await work.dataSource.query(`UPDATE recordings SET state = 'deleted', lease_id = NULL WHERE id = $1`, [
      id,
    ]);
    expect(await attempt).toMatchObject({ effect: 'taken_away' });
    expect(await work.row(id)).toMatchObject({ state: 'deleted' });
    expect(await work.files()).toHaveLength(filesBefore);
  });
});

describe('a recording without an id', () => {
  it('becomes as many rows as the PBX has parts, each with its own file', async () => {
    const { pbxCallId, ids } = await record(2);
    await work.ended(pbxCallId);
    clock.advance(40_000);
    expect(await work.attemptDue()).toEqual(['stored']);
    expect(await work.attemptDue()).toEqual(['stored']);
    const rows = await work.rows(pbxCallId);
    expect(rows.map(({ part_key, part, state }) => [part_key, part, state])).toEqual(
      ids.map((id, index) => [id, index + 1, 'ready']),
    );
    expect(new Set(rows.map(({ sha256 }) => sha256)).size).toBe(2);
  });
});

describe('calls that were folded before there were recordings', () => {
  /** As an earlier version left it. */
  async function foldedBefore(tell: (pbxCallId: string) => Promise<void>): Promise<string> {
    const { pbxCallId } = await record();
    await tell(pbxCallId);
    await work.dataSource.query('DELETE FROM recordings WHERE pbx_call_id = $1', [pbxCallId]);
    return pbxCallId;
  }

  beforeEach(() => work.dataSource.query(`DELETE FROM settings WHERE section = 'recordings.forgotten'`));

  it('are looked for once in the life of an installation, by one process at a time', async () => {
    const [one, other] = [
      await foldedBefore(work.ended.bind(work)),
      await foldedBefore(work.ended.bind(work)),
    ];
    expect(await work.forgotten.addSome(1)).toEqual({ count: 1, goesOn: true });
    const [first, second] = (await work.rows(one)).length > 0 ? [one, other] : [other, one];
    await work.dataSource.transaction(async (process) => {
      await process.query(`SELECT 1 FROM settings WHERE section = 'recordings.forgotten' FOR UPDATE`);
      expect(await work.forgotten.addSome(1)).toEqual({ count: 0, goesOn: false });
    });
    // What came before is not read again, nor anything once all is done.
    await work.dataSource.query('DELETE FROM recordings WHERE pbx_call_id = $1', [first]);
    expect(await work.forgotten.addSome(10)).toEqual({ count: 1, goesOn: false });
    expect([await work.rows(first), await work.rows(second)]).toMatchObject([[], [{ part: 1 }]]);
    await foldedBefore(work.ended.bind(work));
    expect(await work.forgotten.addSome(10)).toEqual({ count: 0, goesOn: false });
  });

  it('get their rows, and crowd out nobody: old ones wait for a listener or for a quiet moment', async () => {
    const old = await foldedBefore(work.ended.bind(work));
    clock.advance(2 * 86_400_000);
    const { id: todays } = await recordedCall();
    expect(await work.forgotten.addSome(10)).toEqual({ count: 1, goesOn: false });
    const [row] = await work.rows(old);
    expect(row).toMatchObject({ state: 'remote', part: 1, part_key: null, next_attempt_at: null });
    expect(await work.recordings.due(10)).toEqual([{ id: todays, demanded: false }]);
    expect(await work.attemptDue()).toEqual(['stored']);
    expect(await work.recordings.archiveRemote(10)).toBe(1);
    expect(await work.attemptDue()).toEqual(['stored']);
    expect((await work.rows(old))[0]).toMatchObject({ state: 'ready', part_key: expect.any(String) });
  });

  it('are looked for at once if they ended a short while ago, and wait for their end if they live', async () => {
    const recent = await foldedBefore(work.ended.bind(work));
    const living = await foldedBefore(async (pbxCallId) => {
      await work.told('NOTIFY_START', pbxCallId);
      await work.recorded(pbxCallId, '1772705700.55');
    });
    clock.advance(3_600_000);
    expect(await work.forgotten.addSome(1)).toEqual({ count: 1, goesOn: true });
    expect(await work.forgotten.addSome(10)).toEqual({ count: 1, goesOn: false });
    expect(await work.rows(living)).toMatchObject([{ state: 'expected', next_attempt_at: null }]);
    expect(await work.rows(recent)).toMatchObject([{ state: 'expected' }]);
    expect(await work.attemptDue()).toEqual(['stored']);
  });
});

describe('links that tell no ids', () => {
  it('have a row each, which ids that come later take over', async () => {
    const frames = (count: number): Buffer =>
      Buffer.concat(
        Array.from({ length: count }, () =>
          Buffer.concat([Buffer.of(0xff, 0xe3, 0x28, 0xc4), Buffer.alloc(68)]),
        ),
      );
    const pbx = createServer(({ url = '' }, response) => {
      const { port } = pbx.address() as AddressInfo;
      const links = ['a', 'b'].map((name) => `http://127.0.0.1:${port}/files/${name}.mp3`);
      const part = { '/files/a.mp3': frames(10), '/files/b.mp3': frames(20) }[url];
      response.end(part ?? JSON.stringify({ status: 'success', links }));
    });
    await new Promise<void>((resolve) => pbx.listen(0, '127.0.0.1', resolve));
    const { port } = pbx.address() as AddressInfo;
    await work.settings.update({ url: `http://127.0.0.1:${port}` });
    await work.ended('in_unnamed');
    clock.advance(40_000);
    expect([await work.attemptDue(), await work.attemptDue()]).toEqual([['stored'], ['stored']]);
    const facts = async () =>
      (await work.rows('in_unnamed')).map(({ part_key, state, size_bytes }) => [part_key, state, size_bytes]);
    expect(await facts()).toEqual([
      [null, 'ready', '720'],
      ['link.2', 'ready', '1440'],
    ]);
    await work.recorded('in_unnamed', '1772705760.7');
    await work.recorded('in_unnamed', '1772705700.123456');
    expect(await facts()).toEqual([
      ['1772705700.123456', 'ready', '720'],
      ['1772705760.7', 'ready', '1440'],
    ]);
    await work.settings.update({ url: simulator.url });
    pbx.closeAllConnections();
    await new Promise((resolve) => pbx.close(resolve));
  });
});

describe('what Zadarma sends instead of a recording', () => {
  const faults = [
    ['not-ready', 'recording_not_ready'],
    ['dead-link', 'recording_dead_link'],
    ['not-audio', 'recording_not_audio'],
    ['truncated', 'recording_truncated'],
  ] as const;

  it.each(faults)(
    '%s is refused with a reason, nothing is stored, and the next try goes well',
    async (kind, reason) => {
      const { id } = await recordedCall();
      const filesBefore = await work.files();
      simulator.addFault({ target: 'recording', kind, times: 1 });
      expect(await work.attempt(id)).toMatchObject({ effect: 'retry', reason });
      expect(await work.row(id)).toMatchObject({
        state: 'fetching',
        reason,
        fetch_attempts: 1,
        storage_key: null,
      });
      expect(await work.files()).toEqual(filesBefore);
      clock.advance(14_999);
      expect(await work.recordings.due(10)).toEqual([]);
      clock.advance(1);
      expect(await work.attemptDue()).toEqual(['stored']);
      expect(await work.row(id)).toMatchObject({ state: 'ready', reason: null });
    },
  );

  it('2 GB are not even begun, and stay at Zadarma', async () => {
    const { id } = await recordedCall();
    const filesBefore = await work.files();
    simulator.addFault({ target: 'recording', kind: 'huge', times: 1 });
    expect(await work.attempt(id)).toMatchObject({ effect: 'stays_remote', reason: 'recording_too_large' });
    expect(await work.row(id)).toMatchObject({ state: 'remote', reason: 'recording_too_large' });
    expect(await work.files()).toEqual(filesBefore);
    expect(await work.recordings.demand(id)).toMatchObject({ kind: 'gone', reason: 'recording_too_large' });
  });

  it('a redirect within the PBX is followed', async () => {
    const { id } = await recordedCall();
    simulator.addFault({ target: 'recording', kind: 'redirect', times: 1 });
    expect(await work.attempt(id)).toMatchObject({ effect: 'stored' });
  });

  it('a redirect to a forbidden address is not followed, and the recording given up', async () => {
    let requests = 0;
    const inside = createServer((_, response) => {
      requests += 1;
      response.end('secret');
    });
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
    const { port } = inside.address() as AddressInfo;
    for (const location of [
      `http://127.0.0.1:${port}/file.mp3`,
      `https://127.0.0.1:${port}/file.mp3`,
      'https://169.254.169.254/latest/meta-data',
      'https://localhost/file.mp3',
      'https://localhost./file.mp3',
      'https://[::1]/file.mp3',
      'https://[::ffff:10.0.0.1]/file.mp3',
      `https://2130706433:${port}/file.mp3`,
      `https://0x7f.1:${port}/file.mp3`,
      'http://api.zadarma.com/file.mp3',
      'file:///etc/passwd',
      'https://zadarma.com.example.org/file.mp3',
    ]) {
      const { id } = await recordedCall();
      const filesBefore = await work.files();
      simulator.addFault({ target: 'recording', kind: 'redirect', location, times: 1 });
      expect(await work.attempt(id)).toMatchObject({ effect: 'given_up', reason: 'address_not_allowed' });
      expect(await work.row(id)).toMatchObject({ state: 'missing', reason: 'address_not_allowed' });
      expect(await work.files()).toEqual(filesBefore);
    }
    expect(requests).toBe(0);
    await new Promise((resolve) => inside.close(resolve));
  });

  it('nothing, for a day, makes it missing', async () => {
    const { id } = await recordedCall();
    simulator.addFault({ target: 'recording', kind: 'not-ready' });
    expect(await attemptsUntilGivenUp(id)).toBe(28);
    expect(await work.row(id)).toMatchObject({ state: 'missing', reason: 'recording_not_ready' });
    expect(await work.recordings.due(10)).toEqual([]);
    expect(await work.recordings.demand(id)).toMatchObject({ kind: 'gone', state: 'missing' });
  });

  it('what is missing is looked for once more when somebody asks again, on a ladder of its own', async () => {
    const { id } = await recordedCall();
    simulator.addFault({ target: 'recording', kind: 'not-ready' });
    await attemptsUntilGivenUp(id);
    await expect(work.recordings.askAgain(id, { toKeep: true })).rejects.toMatchObject({
      code: 'recording_asked_recently',
      details: { retryAfterSeconds: 300 },
    });
    clock.advance(300_000);
    expect(await work.recordings.askAgain(id, { toKeep: true })).toMatchObject({
      version: expect.any(Number),
    });
    expect(await work.recordings.askAgain(id, { toKeep: true })).toBeNull();
    expect(await work.recordings.due(10)).toEqual([{ id, demanded: true }]);
    // An old one is given up sooner: it has been asked for a whole day before.
    expect(await attemptsUntilGivenUp(id)).toBe(10);
    clock.advance(300_000);
    await work.recordings.askAgain(id, { toKeep: false });
    simulator.clearFaults();
    expect(await work.attemptDue()).toEqual(['stored']);
    expect(await work.recordings.askAgain(id, { toKeep: true })).toBeNull();
    expect(await work.row(id)).toMatchObject({ state: 'ready', reason: null });
  });

  it('what stayed at Zadarma and is gone when somebody wants to hear it becomes missing, or is found again', async () => {
    await work.settings.update({ recordings: { archiveAutomatically: false } });
    const [lost, hidden] = [await recordedCall(), await recordedCall()];
    await work.attemptDue();
    clock.advance(2 * 24 * 3_600_000);
    simulator.addFault({ target: 'recording', kind: 'not-ready' });
    for (const { id } of [lost, hidden]) {
      expect(await work.recordings.linkRefused(id, 'recording_not_ready')).toMatchObject({
        version: expect.any(Number) as number,
      });
      expect(await work.recordings.linkRefused(id, 'recording_not_ready')).toBeNull();
      expect(await work.row(id)).toMatchObject({ state: 'fetching', reason: 'recording_not_ready' });
    }
    expect(await work.recordings.due(10)).toEqual([]);
    clock.advance(15_000);
    // The listener's own request was the first of the ladder's ten.
    expect(await attemptsUntilGivenUp(lost.id)).toBe(9);
    const missing = await callVersion(lost.pbxCallId);
    expect(work.published.at(-1)).toMatchObject({ type: 'call.changed', version: missing });
    simulator.clearFaults();
    expect(await work.attemptDue()).toEqual(['found']);
    expect(await work.row(hidden.id)).toMatchObject({ state: 'remote', reason: null, fetch_attempts: 0 });
    clock.advance(300_000);
    await work.recordings.askAgain(lost.id, { toKeep: false });
    expect(await work.attemptDue()).toEqual(['found']);
    expect(await work.row(lost.id)).toMatchObject({ state: 'remote', reason: null });
  });

  it('an error that comes for this recording alone makes it missing after a day', async () => {
    const { id } = await recordedCall();
    simulator.addFault({ target: 'api', kind: 'status', status: 500, path: '/v1/pbx/record' });
    expect(await attemptsUntilGivenUp(id, anotherComes)).toBe(28);
    expect(await work.row(id)).toMatchObject({ state: 'missing', reason: 'gateway_trouble' });
  });

  it.each([
    ['only its recordings fail', { target: 'api', kind: 'status', status: 500, path: '/v1/pbx/record' }],
    ['its files are pages', { target: 'recording', kind: 'not-audio' }],
  ] as const)(
    'a PBX that answers all else while %s loses none, also of those that failed before',
    async (_, fault) => {
      const { id } = await recordedCall();
      const balances = simulator.requests('/v1/info/balance').length;
      simulator.addFault(fault);
      await work.attempt(id);
      clock.advance(15_000);
      await anotherComes();
      expect(await attemptsUntilGivenUp(id)).toBe(Number.POSITIVE_INFINITY);
      expect(simulator.requests('/v1/info/balance')).toHaveLength(balances);
      simulator.clearFaults();
      expect(await work.attempt(id)).toMatchObject({ effect: 'stored' });
    },
  );

  it('silence of the whole PBX never makes it missing', async () => {
    const { id } = await recordedCall();
    await work.dataSource.query('UPDATE recordings SET fetch_attempts = 400 WHERE id = $1', [id]);
    clock.advance(40 * 86_400_000);
    simulator.addFault({ target: 'api', kind: 'status', status: 503 });
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await work.attempt(id)).toMatchObject({ effect: 'retry', reason: 'gateway_trouble' });
      expect(await work.row(id)).toMatchObject({ fetch_attempts: 400 });
      clock.advance(3_600_000);
    }
    simulator.clearFaults();
    expect(await work.attemptDue()).toEqual(['stored']);
  });

  it('a wrong key uses up nothing of the ladder, however long it stays', async () => {
    const { id } = await recordedCall();
    await work.settings.update({ key: 'another' });
    for (let tries = 0; tries < 40; tries += 1) {
      expect(await work.attempt(id)).toMatchObject({ effect: 'retry', reason: 'wrong_key' });
      clock.advance(3_600_000);
    }
    expect(await work.row(id)).toMatchObject({ state: 'fetching', fetch_attempts: 4 });
    await work.settings.update({ key: simulator.key });
    expect(await work.attemptDue()).toEqual(['stored']);
  });
});
