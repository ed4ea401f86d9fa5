import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CallsModule } from '@callboard/calls';
import type { CallDirection, RecordingState } from '@callboard/contracts';
import { DatabaseModule } from '@callboard/database';
import { createLog, newId, PlatformModule } from '@callboard/platform';
import { createTestDatabase, FakeClock, foreignTable, testEnvironment } from '@callboard/testing';
import { Test, type TestingModule } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { RecordingsReadingModule } from './reading/recordings-reading.module';
import { RecordingEraser } from './retention/recording-eraser.service';
import { RetentionModule } from './retention/retention.module';
import { type DeletedPart, SOURCE_DELETION, type SourceDeletion } from './retention/source-deletion.port';
import { recordingKey } from './storage/recording-key';
import { RECORDING_STORE, type RecordingStore } from './storage/recording-store.port';
import { RecordingStorageModule } from './storage/recording-storage.module';
import {
  type Recognition,
  SPEECH_RECOGNISER,
  type SpeechRecogniser,
} from './transcripts/speech-recogniser.port';
import { TranscriptPuller } from './transcripts/transcript-puller.service';
import { TranscriptsModule } from './transcripts/transcripts.module';

/** A recording to be made; what is absent is usual. */
export interface MadeRecording {
  readonly state?: RecordingState;
  readonly endedAt?: Date | null;
  readonly createdAt?: Date;
  readonly legalHold?: boolean;
  readonly leasedUntil?: Date | null;
  readonly sourceId?: string | null;
  /** The call it belongs to; a new one if absent. */
  readonly callId?: string;
  readonly direction?: CallDirection;
  readonly employeeId?: string | null;
  readonly startedAt?: Date;
}

/** The other side as a script: what it does next, and what it was asked. */
export class ScriptedSource implements SourceDeletion, SpeechRecogniser {
  readonly deletions: DeletedPart[] = [];
  readonly looks: string[] = [];
  readonly starts: string[] = [];
  onDelete: () => Promise<'deleted' | 'gone'> = () => Promise.resolve('deleted');
  onLook: () => Promise<Recognition> = () =>
    Promise.resolve({ state: 'ready', language: 'pl-PL', parts: [] });
  onStart: () => Promise<void> = () => Promise.resolve();

  deleteAtSource(part: DeletedPart): Promise<'deleted' | 'gone'> {
    this.deletions.push(part);
    return this.onDelete();
  }

  look(sourceId: string): Promise<Recognition> {
    this.looks.push(sourceId);
    return this.onLook();
  }

  start(sourceId: string): Promise<void> {
    this.starts.push(sourceId);
    return this.onStart();
  }
}

/** The room on a database and a disk of its own, for specs of deleting and transcribing. */
export class KeptAudio {
  private sequence = 0;

  private constructor(
    readonly module: TestingModule,
    readonly clock: FakeClock,
    readonly source: ScriptedSource,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(): Promise<KeptAudio> {
    const database = await createTestDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'callboard-audio-'));
    const environment = testEnvironment({ DATABASE_URL: database.url, DATA_DIR: folder });
    const clock = new FakeClock();
    const source = new ScriptedSource();
    const module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot(environment, createLog('test', 'silent'), clock),
        DatabaseModule.forRoot({ url: database.url, applicationName: 'test', poolSize: 5 }),
        TypeOrmModule.forFeature(['employees', 'api_keys'].map(foreignTable)),
        CallsModule,
        RetentionModule,
        TranscriptsModule,
        RecordingsReadingModule,
        RecordingStorageModule,
      ],
      providers: [
        RecordingEraser,
        TranscriptPuller,
        { provide: SOURCE_DELETION, useValue: source },
        { provide: SPEECH_RECOGNISER, useValue: source },
      ],
    }).compile();
    return new KeptAudio(module, clock, source, async () => {
      await module.close();
      rmSync(folder, { recursive: true });
      await database.drop();
    });
  }

  get store(): RecordingStore {
    return this.module.get<RecordingStore>(RECORDING_STORE, { strict: false });
  }

  query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.module.get(DataSource).query<Row[]>(sql, parameters);
  }

  async clear(): Promise<void> {
    await this.query('TRUNCATE recordings, retention_runs, calls CASCADE');
    this.source.deletions.length = this.source.looks.length = this.source.starts.length = 0;
  }

  async employee(name: string): Promise<string> {
    const id = newId();
    await this.query(`INSERT INTO employees (id, name, email, role) VALUES ($1, $2, $3, 'agent')`, [
      id,
      name,
      `${id}@example.com`,
    ]);
    return id;
  }

  async call({ direction = 'incoming', employeeId = null, startedAt }: MadeRecording): Promise<string> {
    this.sequence += 1;
    const id = newId();
    await this.query(
      `INSERT INTO calls (id, version, pbx_call_id, direction, status, started_at, employee_id, has_recording,
         recording_ids, timeline, created_at, updated_at, external_number)
       VALUES ($1, 1, $2, $3, 'answered', $4, $5, true, '[]', '[]', now(), now(), '+48600100200')`,
      [id, `in_${this.sequence}`, direction, startedAt ?? this.clock.now(), employeeId],
    );
    return id;
  }

  /** A recording; a `ready` one has a file. */
  async recording(made: MadeRecording = {}): Promise<string> {
    const { state = 'ready', endedAt = this.clock.now(), legalHold = false, leasedUntil = null } = made;
    const id = newId();
    const callId = made.callId ?? (await this.call(made));
    const storageKey = state === 'ready' ? recordingKey(id, 'audio/mpeg') : null;
    if (storageKey) {
      await this.store.put(storageKey, Readable.from([Buffer.alloc(100)]), { contentType: 'audio/mpeg' });
    }
    this.sequence += 1;
    const partKey = `1772700000.${this.sequence}`;
    const sourceId = made.sourceId === undefined ? partKey : made.sourceId;
    await this.query(
      `INSERT INTO recordings (id, call_id, pbx_call_id, part_key, source_id, part, state, legal_hold, call_ended_at,
         created_at, updated_at, lease_id, next_attempt_at, storage_key, size_bytes)
       SELECT $1, c.id, c.pbx_call_id, $3, $4, 1, $5, $6, $7, $8, $8, $9, $10, $11, $12 FROM calls c WHERE c.id = $2`,
      [
        id,
        callId,
        partKey,
        sourceId,
        state,
        legalHold,
        endedAt,
        made.createdAt ?? this.clock.now(),
        leasedUntil && newId(),
        leasedUntil,
        storageKey,
        storageKey && 100,
      ],
    );
    return id;
  }

  close(): Promise<void> {
    return this.drop();
  }
}
