import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { JobProducer, recordingsErase, recordingsRetain, recordingsTranscribe } from '@callboard/messaging';
import { newId } from '@callboard/platform';
import {
  RECORDING_STORE,
  recordingKey,
  type RecordingStore,
  RecordingDeletions,
  RetentionService,
  TranscriptsService,
} from '@callboard/recordings';
import {
  createTestDatabase,
  silentLog,
  type TestDatabase,
  testEnvironment,
  testRedisUrl,
} from '@callboard/testing';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { type RunningSimulator, startSimulator } from '@callboard/zadarma-sim';
import type { INestApplicationContext } from '@nestjs/common';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { eventually } from '../call-requests/click-to-call.fixture';
import { createWorker } from '../create-worker';
import { RetentionSchedule } from './retention.schedule';

const backends = ['PostgreSQL', ...(testRedisUrl() ? ['Redis'] : [])] as const;
const settings = { archiveAutomatically: false, retentionDays: 30, deleteAtZadarma: true };
const nothing = () => Promise.resolve();

describe.each(backends)('deleting and transcribing recordings over %s', (backend) => {
  let database: TestDatabase;
  let folder: string;
  let simulator: RunningSimulator;
  let worker: INestApplicationContext;
  let store: RecordingStore;
  let producer: JobProducer;
  let retention: RetentionService;
  let transcripts: TranscriptsService;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = mkdtempSync(join(tmpdir(), 'callboard-retention-'));
    const redisUrl = backend === 'Redis' ? testRedisUrl() : undefined;
    if (redisUrl) {
      const redis = new Redis(redisUrl);
      await redis.flushdb();
      await redis.quit();
    }
    simulator = await startSimulator({ speed: 1000 });
    const variables = {
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      ...(redisUrl && { REDIS_URL: redisUrl }),
    };
    worker = await createWorker(testEnvironment(variables), silentLog());
    store = worker.get<RecordingStore>(RECORDING_STORE, { strict: false });
    producer = worker.get(JobProducer);
    retention = worker.get(RetentionService, { strict: false });
    transcripts = worker.get(TranscriptsService, { strict: false });
    const { url, key, secret } = simulator;
    await worker
      .get(ZadarmaSettingsService, { strict: false })
      .update({ url, key, secret, recordings: settings });
  });

  afterAll(async () => {
    await worker.close();
    await simulator.close();
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  const query = <Row>(sql: string, parameters: unknown[] = []) =>
    worker.get(DataSource).query<Row[]>(sql, parameters);

  /** A call the PBX has recorded and whose file is here, which ended so many days ago. */
  async function recorded(
    scenario: 'incoming-answered' | 'outgoing-answered',
    daysAgo: number,
  ): Promise<{ id: string; partId: string; pbxCallId: string; key: string }> {
    const { id: pbxCallId, finished } = simulator.runScenario(scenario, { extension: '101' });
    await finished;
    const [partId = ''] = simulator.call(pbxCallId)?.recordings ?? [];
    const [id, callId] = [newId(), newId()];
    const key = recordingKey(id, 'audio/mpeg');
    await store.put(key, Readable.from([Buffer.alloc(50)]), { contentType: 'audio/mpeg' });
    await query(
      `INSERT INTO calls (id, version, pbx_call_id, direction, status, started_at, has_recording, recording_ids, timeline,
         created_at, updated_at)
       VALUES ($1, 1, $2, $3, 'answered', now(), true, '[]', '[]', now(), now())`,
      [callId, pbxCallId, scenario.split('-')[0]],
    );
    await query(
      `INSERT INTO recordings (id, call_id, pbx_call_id, part_key, source_id, part, state, call_ended_at, storage_key,
         size_bytes, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $4, 1, 'ready', now() - make_interval(days => $5), $6, 50, now(), now())`,
      [id, callId, pbxCallId, partId, daysAgo, key],
    );
    return { id, partId, pbxCallId, key };
  }

  const deletionsAtPbx = () =>
    simulator.requests('/v1/pbx/record/request').filter(({ method }) => method === 'DELETE').length;

  const owed = async (id: string) =>
    (
      await query<{
        file_removed_at: Date | null;
        source_deleted_at: Date | null;
        last_error: string | null;
      }>(
        'SELECT file_removed_at, source_deleted_at, last_error FROM recording_deletions WHERE recording_id = $1',
        [id],
      )
    )[0];

  it('removes what is too old from the disk and from Zadarma, and writes down how many', async () => {
    const old = [await recorded('incoming-answered', 31), await recorded('outgoing-answered', 400)];
    const young = await recorded('incoming-answered', 3);
    const runId = await retention.ask(settings, nothing);
    await producer.enqueue(recordingsRetain, { runId });
    for (const { id, key } of old) {
      await eventually(
        () => owed(id),
        (row) => Boolean(row?.file_removed_at && row.source_deleted_at),
      );
      await expect(store.exists(key)).resolves.toBe(false);
    }
    expect(deletionsAtPbx()).toBe(2);
    await expect(store.exists(young.key)).resolves.toBe(true);
    const audit = () => query<object>(`SELECT * FROM audit_entries WHERE action = 'recordings.retained'`);
    await expect(eventually(audit, (rows) => rows.length > 0)).resolves.toMatchObject([
      { actor_kind: 'system', target_id: runId, details: { deleted: 2, deleteAtZadarma: true } },
    ]);
    await expect(retention.report(settings)).resolves.toMatchObject({
      due: { count: 0 },
      lastRun: { deleted: 2, failed: 0 },
    });
  });

  it('keeps in mind what Zadarma would not delete, and finds it again without a job', async () => {
    const { id, partId, key } = await recorded('incoming-answered', 0);
    simulator.addFault({ target: 'recording', kind: 'undeletable', callId: partId, times: 1 });
    const deletions = worker.get(RecordingDeletions, { strict: false });
    const decided = await deletions.delete(id, { atSource: true, alongside: nothing });
    await producer.enqueue(recordingsErase, { recordingId: decided.recordingIds[0] ?? '' });
    await eventually(
      () => owed(id),
      (row) => row?.last_error === 'source_kept_recording',
    );
    await expect(store.exists(key)).resolves.toBe(false);
    await query('UPDATE recording_deletions SET next_attempt_at = now() WHERE recording_id = $1', [id]);
    await worker.get(RetentionSchedule, { strict: false }).sweepNow();
    await eventually(
      () => owed(id),
      (row) => row?.source_deleted_at !== null && row?.last_error === null,
    );
  });

  it('takes what is gone at Zadarma for deleted', async () => {
    const { id, partId } = await recorded('incoming-answered', 0);
    await query(`UPDATE recordings SET source_id = $2 WHERE id = $1`, [id, partId.replace(/\d$/, '00')]);
    const deletions = worker.get(RecordingDeletions, { strict: false });
    await deletions.delete(id, { atSource: true, alongside: nothing });
    await producer.enqueue(recordingsErase, { recordingId: id });
    await eventually(
      () => owed(id),
      (row) => Boolean(row?.source_deleted_at),
    );
  });

  it.each(['incoming-answered', 'outgoing-answered'] as const)(
    'gets what was said in a call (%s), by speaker, as soon as it is told of it',
    async (scenario) => {
      const { id, partId, pbxCallId } = await recorded(scenario, 0);
      await transcripts.request(id);
      await producer.enqueue(recordingsTranscribe, { recordingId: id });
      await eventually(
        () =>
          query<{ started: boolean }>('SELECT started FROM recording_transcripts WHERE recording_id = $1', [
            id,
          ]),
        ([row]) => row?.started === true,
      );
      await expect(transcripts.noticed({ pbxCallId, callId: partId })).resolves.toEqual([id]);
      const transcript = await eventually(
        () => transcripts.get(id),
        ({ state }) => state === 'ready',
      );
      // On the simulated line, whoever is called speaks first.
      const first = scenario === 'incoming-answered' ? 'employee' : 'customer';
      expect(transcript.phrases[0]).toMatchObject({ speaker: first, startSeconds: 1 });
      expect(new Set(transcript.phrases.map(({ speaker }) => speaker)).size).toBe(2);
    },
  );

  it.each([
    ['not-available', 'unavailable', 'recognition_not_available'],
    ['no-seconds', 'unavailable', 'recognition_seconds_used_up'],
    ['recognition-fails', 'failed', 'recognition_failed'],
  ] as const)('says why there is no transcript: %s', async (kind, state, reason) => {
    const { id, partId, pbxCallId } = await recorded('incoming-answered', 0);
    simulator.addFault({ target: 'speech', kind, callId: partId });
    await transcripts.request(id);
    await producer.enqueue(recordingsTranscribe, { recordingId: id });
    const transcript = await eventually(
      async () => {
        await transcripts.noticed({ pbxCallId, callId: partId });
        return transcripts.get(id);
      },
      (one) => one.state !== 'requested',
    );
    expect(transcript).toMatchObject({ state, reason, phrases: [] });
  });
});
