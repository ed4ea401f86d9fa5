import { Readable } from 'node:stream';
import { CallsModule } from '@callboard/calls';
import type { CallDirection, RecordingState } from '@callboard/contracts';
import { DatabaseModule } from '@callboard/database';
import { type Clock, createLog, type Environment, newId, PlatformModule } from '@callboard/platform';
import { Test, type TestingModule } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ListeningModule } from './listening/listening.module';
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
    private readonly clock: Clock,
    readonly source: ScriptedSource,
  ) {}

  /** @param foreignTables tables that foreign keys of the room and its neighbours refer to */
  static async open(
    environment: Environment,
    clock: Clock,
    foreignTables: (new () => unknown)[],
  ): Promise<KeptAudio> {
    const source = new ScriptedSource();
    const module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot(environment, createLog('test', 'silent'), clock),
        DatabaseModule.forRoot({ url: environment.DATABASE_URL, applicationName: 'test', poolSize: 5 }),
        TypeOrmModule.forFeature(foreignTables),
        CallsModule,
        ListeningModule,
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
    return new KeptAudio(module, clock, source);
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
    const id = newId();
    const callId = made.callId ?? (await this.call(made));
    const state = made.state ?? 'ready';
    this.sequence += 1;
    const partKey = `1772700000.${this.sequence}`;
    const row = {
      id,
      part_key: partKey,
      source_id: made.sourceId === undefined ? partKey : made.sourceId,
      part: 1,
      state,
      legal_hold: made.legalHold ?? false,
      call_ended_at: made.endedAt === undefined ? this.clock.now() : made.endedAt,
      lease_id: made.leasedUntil ? newId() : null,
      next_attempt_at: made.leasedUntil ?? null,
      ...(await this.file(id, state)),
    };
    const columns = Object.keys(row);
    const values = columns.map((_, index) => `$${index + 3}`);
    await this.query(
      `INSERT INTO recordings (call_id, pbx_call_id, created_at, updated_at, ${columns.join(', ')})
       SELECT c.id, c.pbx_call_id, $2, $2, ${values.join(', ')} FROM calls c WHERE c.id = $1`,
      [callId, made.createdAt ?? this.clock.now(), ...Object.values(row)],
    );
    return id;
  }

  /** Until a transaction of this database waits for another. */
  async untilSomebodyWaits(): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      const waiting = await this.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (waiting.length > 0) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('Nothing waits for a lock');
  }

  async close(): Promise<void> {
    await this.module.close();
  }

  private async file(id: string, state: RecordingState): Promise<object> {
    if (state !== 'ready') {
      return {};
    }
    const key = recordingKey(id, 'audio/mpeg');
    await this.store.put(key, Readable.from([Buffer.alloc(100)]), { contentType: 'audio/mpeg' });
    return { storage_key: key, size_bytes: 100 };
  }
}
