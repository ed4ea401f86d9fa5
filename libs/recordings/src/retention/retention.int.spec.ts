import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordingState } from '@callboard/contracts';
import { DomainError } from '@callboard/platform';
import fc from 'fast-check';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { DataSource } from 'typeorm';
import { KeptAudio } from '../kept-audio.fixture';
import { recordingKey } from '../storage/recording-key';
import { RecordingDeletions } from './recording-deletions.service';
import { RecordingEraser } from './recording-eraser.service';
import { retentionLimit, retentionVerdict } from './retention-rule';
import { RetentionService } from './retention.service';

const day = 24 * 3_600_000;
const settings = { retentionDays: 30, deleteAtZadarma: true };
const nothing = () => Promise.resolve();

const clock = new FakeClock();
let database: TestDatabase;
let folder: string;
let room: KeptAudio;
let retention: RetentionService;
let deletions: RecordingDeletions;
let eraser: RecordingEraser;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'callboard-audio-'));
  const environment = testEnvironment({ DATABASE_URL: database.url, DATA_DIR: folder });
  room = await KeptAudio.open(environment, clock, ['employees', 'api_keys'].map(foreignTable));
  retention = room.module.get(RetentionService);
  deletions = room.module.get(RecordingDeletions);
  eraser = room.module.get(RecordingEraser);
});

beforeEach(() => room.clear());

afterAll(async () => {
  await room.close();
  rmSync(folder, { recursive: true });
  await database.drop();
});

const ago = (days: number): Date => new Date(clock.now().getTime() - days * day);

async function rowOf(id: string): Promise<Record<string, unknown>> {
  const [row] = await room.query<Record<string, unknown>>(
    `SELECT r.state, r.reason, r.storage_key, r.deleted_at, d.file_removed_at, d.source_deleted_at, d.attempts,
       d.last_error, d.next_attempt_at, d.run_id
     FROM recordings r LEFT JOIN recording_deletions d ON d.recording_id = r.id WHERE r.id = $1`,
    [id],
  );
  return row ?? {};
}

const fileOf = (id: string) => room.store.exists(recordingKey(id, 'audio/mpeg'));

/** All batches of a new run; ids of what was deleted. */
async function run(): Promise<string[]> {
  const runId = await retention.ask(settings, nothing);
  const deleted: string[] = [];
  for (;;) {
    const { recordingIds } = await retention.step(runId, settings);
    if (recordingIds.length === 0) {
      await retention.finish(runId, nothing);
      return deleted;
    }
    deleted.push(...recordingIds);
  }
}

describe('retention', () => {
  it('deletes what is older than the limit, keeps the rest, and leaves the proof', async () => {
    const old = await room.recording({ endedAt: ago(31) });
    const oldRemote = await room.recording({ endedAt: ago(40), state: 'remote' });
    const held = await room.recording({ endedAt: ago(90), legalHold: true });
    const young = await room.recording({ endedAt: ago(29) });
    await expect(retention.report(settings)).resolves.toEqual({
      retentionDays: 30,
      due: { count: 2, bytes: 100, oldestAt: ago(40).toISOString() },
      held: 1,
      lastRun: null,
    });
    expect((await run()).sort()).toEqual([old, oldRemote].sort());
    expect(await rowOf(old)).toMatchObject({
      state: 'deleted',
      reason: 'retention',
      storage_key: null,
      deleted_at: clock.now(),
      run_id: expect.any(String),
    });
    expect(await rowOf(held)).toMatchObject({ state: 'ready' });
    expect(await rowOf(young)).toMatchObject({ state: 'ready' });
    // Nobody hears it any more; the file goes with the next step, which may be repeated.
    await expect(fileOf(old)).resolves.toBe(true);
    await expect(eraser.erase(old)).resolves.toEqual({ result: 'done', error: null });
    await expect(eraser.erase(old)).resolves.toEqual({ result: 'nothing_due', error: null });
    await expect(fileOf(old)).resolves.toBe(false);
    await expect(fileOf(young)).resolves.toBe(true);
    expect(await rowOf(old)).toMatchObject({ file_removed_at: clock.now(), next_attempt_at: null });
    await expect(retention.report(settings)).resolves.toMatchObject({
      due: { count: 0, bytes: 0, oldestAt: null },
      lastRun: { at: clock.now().toISOString(), deleted: 2, failed: 0 },
    });
    await expect(run()).resolves.toEqual([]);
  });

  it('removes the file of an attempt that died before its row knew of it', async () => {
    const id = await room.recording({ endedAt: ago(31) });
    await room.query(`UPDATE recordings SET state = 'fetching', storage_key = NULL WHERE id = '${id}'`);
    await expect(fileOf(id)).resolves.toBe(true);
    await expect(run()).resolves.toEqual([id]);
    await expect(eraser.erase(id)).resolves.toEqual({ result: 'done', error: null });
    await expect(fileOf(id)).resolves.toBe(false);
  });

  it('deletes in the database exactly what the rule says', async () => {
    const made = fc.record({
      state: fc.constantFrom(...recordingState.options),
      legalHold: fc.boolean(),
      endedAt: fc.option(fc.integer({ min: 0, max: 60 }).map(ago)),
      createdAt: fc.integer({ min: 0, max: 60 }).map(ago),
      leasedUntil: fc.option(fc.integer({ min: -1, max: 1 }).map((days) => ago(days))),
    });
    const limit = retentionLimit(30, clock.now());
    const sample = fc.sample(made, 200);
    const ids = await Promise.all(sample.map((one) => room.recording(one)));
    const expected = sample.map((one) =>
      retentionVerdict({ ...one, callEndedAt: one.endedAt }, limit, clock.now()),
    );
    const count = (verdict: string) => expected.filter((one) => one === verdict).length;
    expect(count('delete')).toBeGreaterThan(3);
    await expect(retention.report(settings)).resolves.toMatchObject({ held: count('held') });
    const deleted = await run();
    expect(deleted.sort()).toEqual(ids.filter((_, index) => expected[index] === 'delete').sort());
  });

  it('deletes nothing when recordings are kept for ever, whatever was asked before', async () => {
    await room.recording({ endedAt: ago(500) });
    const forEver = { retentionDays: null, deleteAtZadarma: true };
    expect(() => retention.ask(forEver, nothing)).toThrow(/kept for ever/);
    await expect(retention.dueRun(forEver)).resolves.toBeNull();
    await expect(retention.report(forEver)).resolves.toMatchObject({ due: { count: 0 }, held: 0 });
    const runId = await retention.ask(settings, nothing);
    await expect(retention.step(runId, forEver)).resolves.toEqual({ recordingIds: [], calls: [] });
  });

  it('runs by itself twice a day, once however many ask, and goes on after a crash', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => retention.dueRun(settings)));
    const [runId] = runs.filter((one) => one !== null);
    expect(runs.filter((one) => one !== null)).toHaveLength(1);
    await expect(retention.ask(settings, nothing)).resolves.toBe(runId);
    clock.advance(3 * 60_000);
    await expect(retention.dueRun(settings)).resolves.toBe(runId);
    await expect(retention.dueRun(settings)).resolves.toBeNull();
    const ended: number[] = [];
    const finish = () =>
      retention.finish(runId ?? '', ({ deleted }) => Promise.resolve(void ended.push(deleted)));
    await finish();
    await finish();
    expect(ended).toEqual([0]);
    await expect(retention.dueRun(settings)).resolves.toBeNull();
    clock.advance(12 * 3_600_000);
    await expect(retention.dueRun(settings)).resolves.toEqual(expect.any(String));
  });

  it('heeds a hold that is set while it was about to delete', async () => {
    const callId = await room.call({});
    const [held, free] = [
      await room.recording({ callId, endedAt: ago(31) }),
      await room.recording({ callId, endedAt: ago(31) }),
    ];
    const runId = await retention.ask(settings, nothing);
    const limit = retentionLimit(30, clock.now()) ?? clock.now();
    let deleting: Promise<unknown> = Promise.resolve();
    await room.module.get(DataSource).transaction(async (manager) => {
      await manager.query('SELECT 1 FROM calls WHERE id = $1 FOR NO KEY UPDATE', [callId]);
      deleting = deletions.deleteDue(limit, { runId, atSource: false, atMost: 10 });
      // It has chosen both by now and waits for the call.
      await room.untilSomebodyWaits();
      await manager.query('UPDATE recordings SET legal_hold = true WHERE id = $1', [held]);
    });
    await expect(deleting).resolves.toMatchObject({ recordingIds: [free] });
    expect(await rowOf(held)).toMatchObject({ state: 'ready' });
    await expect(fileOf(held)).resolves.toBe(true);
  });

  it('holds calls in the order of their ids, so that it and a longer transaction never wait for each other', async () => {
    const calls = [await room.call({}), await room.call({}), await room.call({})];
    const [first, , last] = calls;
    for (const callId of calls) {
      await room.recording({ callId, endedAt: ago(31) });
    }
    // Puts the first behind the others in the table, which is so small that it is read from its start.
    await room.query('UPDATE calls SET version = version + 1 WHERE id = $1', [first]);
    await room.query('ANALYZE calls');
    const runId = await retention.ask(settings, nothing);
    const limit = retentionLimit(30, clock.now()) ?? clock.now();
    let deleting: Promise<unknown> = Promise.resolve();
    await room.module.get(DataSource).transaction(async (manager) => {
      await manager.query('SELECT 1 FROM calls WHERE id = $1 FOR NO KEY UPDATE', [first]);
      deleting = deletions.deleteDue(limit, { runId, atSource: false, atMost: 10 });
      await room.untilSomebodyWaits();
      await manager.query('SELECT 1 FROM calls WHERE id = $1 FOR NO KEY UPDATE NOWAIT', [last]);
    });
    await expect(deleting).resolves.toMatchObject({ recordingIds: { length: 3 } });
  });
});

describe('what a deletion owes', () => {
  it('is found by the sweep after a crash between the decision and the deed', async () => {
    const id = await room.recording({ endedAt: ago(31) });
    await run();
    // A new process knows nothing but the rows.
    await expect(deletions.owed(10)).resolves.toEqual([id]);
    await eraser.erase(id);
    await expect(deletions.owed(10)).resolves.toEqual([]);
    await expect(fileOf(id)).resolves.toBe(false);
    expect(room.source.deletions).toHaveLength(1);
  });

  it('is taken up again after an attempt died, and not before its lease ends', async () => {
    const id = await room.recording({ endedAt: ago(31) });
    await run();
    const died = new Error('the process died');
    room.source.onDelete = () => Promise.reject(died);
    await expect(eraser.erase(id)).rejects.toBe(died);
    room.source.onDelete = () => Promise.resolve('gone');
    await expect(eraser.erase(id)).resolves.toMatchObject({ result: 'nothing_due' });
    clock.advance(6 * 60_000);
    await expect(eraser.erase(id)).resolves.toMatchObject({ result: 'done' });
    expect(await rowOf(id)).toMatchObject({ source_deleted_at: clock.now(), last_error: null });
  });

  it('is tried again by a ladder while the PBX is away, and shows as failed until then', async () => {
    const id = await room.recording({ endedAt: ago(31) });
    await run();
    room.source.onDelete = () => Promise.reject(new DomainError('unreachable', 'away', { retryable: true }));
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await expect(eraser.erase(id)).resolves.toEqual({ result: 'try_again', error: 'unreachable' });
      const { next_attempt_at: next } = await rowOf(id);
      waits.push(((next as Date).getTime() - clock.now().getTime()) / 60_000);
      clock.set(next as Date);
    }
    expect(waits).toEqual([1, 5, 30, 120, 360, 1_440, 1_440, 1_440]);
    await expect(fileOf(id)).resolves.toBe(false);
    await expect(retention.report(settings)).resolves.toMatchObject({ lastRun: { deleted: 1, failed: 1 } });
    room.source.onDelete = () => Promise.resolve('deleted');
    await expect(eraser.erase(id)).resolves.toMatchObject({ result: 'done' });
    await expect(retention.report(settings)).resolves.toMatchObject({ lastRun: { deleted: 1, failed: 0 } });
  });

  it('is given up when the PBX keeps refusing, and the reason stays', async () => {
    const id = await room.recording({ endedAt: ago(31) });
    await run();
    room.source.onDelete = () => Promise.reject(new DomainError('source_kept_recording', 'no'));
    const results: string[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      results.push((await eraser.erase(id)).result);
      clock.advance(day);
    }
    expect(results).toEqual([...Array<string>(11).fill('try_again'), 'given_up']);
    expect(await rowOf(id)).toMatchObject({ last_error: 'source_kept_recording', next_attempt_at: null });
    room.source.onDelete = () => Promise.resolve('deleted');
  });

  it('never deletes at the PBX what belongs to a part that stays', async () => {
    const callId = await room.call({});
    const unnamed = await room.recording({ callId, endedAt: ago(31), sourceId: null, state: 'remote' });
    const kept = await room.recording({ callId, endedAt: ago(31), legalHold: true });
    await run();
    await expect(eraser.erase(unnamed)).resolves.toEqual({
      result: 'try_again',
      error: 'source_part_not_known',
    });
    expect(room.source.deletions).toEqual([]);
    await room.query(`UPDATE recordings SET legal_hold = false WHERE id = $1`, [kept]);
    await run();
    clock.advance(day);
    await expect(eraser.erase(unnamed)).resolves.toMatchObject({ result: 'done' });
    expect(room.source.deletions).toEqual([{ pbxCallId: expect.any(String), sourceId: null }]);
  });

  it('does not touch the PBX unless that is set', async () => {
    const id = await room.recording();
    await deletions.delete(id, { atSource: false, alongside: nothing });
    await expect(eraser.erase(id)).resolves.toMatchObject({ result: 'done' });
    expect(room.source.deletions).toEqual([]);
    await expect(fileOf(id)).resolves.toBe(false);
  });
});

describe('deleting by hand', () => {
  const byHand = (id: string) => deletions.delete(id, { atSource: true, alongside: nothing });

  it('tells the call’s viewers, and changes nothing the second time', async () => {
    const callId = await room.call({});
    const id = await room.recording({ callId });
    await expect(byHand(id)).resolves.toEqual({ recordingIds: [id], calls: [{ id: callId, version: 2 }] });
    expect(await rowOf(id)).toMatchObject({ state: 'deleted', reason: 'deleted_by_person', run_id: null });
    await expect(byHand(id)).resolves.toEqual({ recordingIds: [], calls: [] });
  });

  it('is refused under legal hold, while it is fetched, and for what is not there', async () => {
    const held = await room.recording({ legalHold: true });
    await expect(byHand(held)).rejects.toMatchObject({ code: 'recording_held' });
    const leased = await room.recording({ state: 'fetching', leasedUntil: ago(-1) });
    await expect(byHand(leased)).rejects.toMatchObject({ code: 'recording_busy' });
    await expect(byHand('0196f000-0000-7000-8000-000000000000')).rejects.toMatchObject({
      code: 'recording_not_found',
    });
  });

  it('happens wholly or not at all with what is written alongside', async () => {
    const id = await room.recording();
    const failure = new Error('the audit failed');
    await expect(
      deletions.delete(id, { atSource: true, alongside: () => Promise.reject(failure) }),
    ).rejects.toBe(failure);
    expect(await rowOf(id)).toMatchObject({ state: 'ready', attempts: null });
  });
});
