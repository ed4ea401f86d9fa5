import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi } from '../testing/test-api';
import { RecordedCalls } from './recordings.fixture';

let folder: string;
let api: TestApi;
let made: RecordedCalls;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'callboard-retention-'));
  api = await startTestApi({ variables: { DATA_DIR: folder } });
  made = new RecordedCalls(api);
});

afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

const query = <Row>(sql: string, parameters: unknown[] = []) =>
  api.app.get(DataSource).query<Row[]>(sql, parameters);

const keepFor = (retentionDays: number | null) =>
  api.request('PUT', '/api/v1/settings/zadarma', { payload: { recordings: { retentionDays } } });

/** A recording of an own call of the agent that ended long ago. */
async function oldRecording(): Promise<string> {
  const id = await made.recording(await made.call({ employeeId: api.agentId }), { file: Buffer.alloc(40) });
  await query(`UPDATE recordings SET call_ended_at = now() - interval '40 days' WHERE id = $1`, [id]);
  return id;
}

describe('retention over the API', () => {
  it('shows in a dry run what it would delete, and deletes nothing by that', async () => {
    const before = await api.request('GET', '/api/v1/recordings/retention');
    expect(before.json()).toEqual({
      retentionDays: null,
      due: { count: 0, bytes: 0, oldestAt: null },
      held: 0,
      lastRun: null,
    });
    const id = await oldRecording();
    const held = await oldRecording();
    await api.request('PATCH', `/api/v1/recordings/${held}`, { payload: { legalHold: true } });
    await keepFor(30);
    for (let twice = 0; twice < 2; twice += 1) {
      const report = await api.request('GET', '/api/v1/recordings/retention');
      expect(report.json()).toMatchObject({ retentionDays: 30, due: { count: 1, bytes: 40 }, held: 1 });
    }
    const rows = await query<{ state: string }>('SELECT state FROM recordings WHERE id = $1', [id]);
    expect(rows).toEqual([{ state: 'ready' }]);
  });

  it('is asked for once at a time, with the name of who asked', async () => {
    await keepFor(null);
    const refused = await api.request('POST', '/api/v1/recordings/retention/run');
    expect([refused.statusCode, refused.json()]).toMatchObject([409, { code: 'retention_off' }]);
    await keepFor(30);
    for (let twice = 0; twice < 2; twice += 1) {
      expect((await api.request('POST', '/api/v1/recordings/retention/run')).statusCode).toBe(202);
    }
    expect(await query('SELECT asked FROM retention_runs')).toEqual([{ asked: true }]);
    const entries = await query(
      `SELECT actor_id, details FROM audit_entries WHERE action = 'recordings.retention_asked'`,
    );
    expect(entries).toHaveLength(2);
    expect(entries[0]).toEqual({
      actor_id: api.adminId,
      details: { retentionDays: 30, deleteAtZadarma: false },
    });
  });
});

describe('deleting a recording over the API', () => {
  it('silences it at once for everybody and leaves an audit entry', async () => {
    const id = await oldRecording();
    expect((await api.request('DELETE', `/api/v1/recordings/${id}`, { as: 'agent' })).statusCode).toBe(403);
    expect((await api.request('DELETE', `/api/v1/recordings/${id}`)).statusCode).toBe(204);
    const audio = await api.request('GET', `/api/v1/recordings/${id}/audio`, { as: 'agent' });
    expect([audio.statusCode, audio.json()]).toMatchObject([409, { code: 'recording_deleted' }]);
    const [entry] = await query(
      `SELECT actor_id, target_id FROM audit_entries WHERE action = 'recording.deleted'`,
    );
    expect(entry).toEqual({ actor_id: api.adminId, target_id: id });
    expect((await api.request('DELETE', `/api/v1/recordings/${id}`)).statusCode).toBe(204);
  });

  it('is refused under legal hold and for what does not exist', async () => {
    const id = await oldRecording();
    await api.request('PATCH', `/api/v1/recordings/${id}`, { payload: { legalHold: true } });
    const held = await api.request('DELETE', `/api/v1/recordings/${id}`);
    expect([held.statusCode, held.json()]).toMatchObject([409, { code: 'recording_held' }]);
    const unknown = await api.request('DELETE', '/api/v1/recordings/0196f000-0000-7000-8000-000000000000');
    expect(unknown.statusCode).toBe(404);
  });
});
