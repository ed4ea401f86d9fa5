import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CallsModule } from '@callboard/calls';
import { DatabaseModule } from '@callboard/database';
import { LiveBus, type LiveMessage } from '@callboard/messaging';
import { type Clock, type Environment, type Log, PlatformModule } from '@callboard/platform';
import {
  ForgottenRecordings,
  RecordingFetcher,
  RecordingsModule,
  RecordingsService,
  RecordingStorageModule,
} from '@callboard/recordings';
import {
  Inbox,
  ZadarmaClient,
  ZadarmaModule,
  ZadarmaRecordingsModule,
  ZadarmaSettingsService,
} from '@callboard/zadarma';
import { Test, type TestingModule } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CallFollowers } from '../zadarma-events/call-followers.service';
import { CallUpdater } from '../zadarma-events/call-updater.service';
import { RecordingAttemptRunner } from './recording-attempt-runner.service';

/** A row as the database has it. */
export interface RecordingRow {
  readonly id: string;
  readonly call_id: string;
  readonly part_key: string | null;
  readonly part: number;
  readonly state: string;
  readonly reason: string | null;
  readonly fetch_attempts: number;
  readonly next_attempt_at: Date | null;
  readonly storage_key: string | null;
  readonly size_bytes: string | null;
  readonly sha256: string | null;
  readonly duration_seconds: number | null;
}

/** Where to ask, and as whom. */
export interface PbxAccount {
  readonly url: string;
  readonly key: string;
  readonly secret: string;
}

/** What a spec brings along. */
export interface RecordingsWorkParts {
  readonly pbx: PbxAccount;
  /** With a database and a data directory of its own. */
  readonly environment: Environment;
  readonly clock: Clock & { advance(milliseconds: number): void };
  readonly log: Log;
  /** Tables that rooms refer to which are not here. */
  readonly foreignTables: (new () => unknown)[];
}

/** The worker's part in recordings, wired by hand. */
export class RecordingsWork {
  readonly published: LiveMessage[] = [];
  private module: TestingModule;

  private constructor(private readonly parts: RecordingsWorkParts) {}

  static async open(parts: RecordingsWorkParts): Promise<RecordingsWork> {
    const work = new RecordingsWork(parts);
    await work.compile();
    return work;
  }

  get dataSource(): DataSource {
    return this.module.get(DataSource);
  }

  get recordings(): RecordingsService {
    return this.module.get(RecordingsService, { strict: false });
  }

  get forgotten(): ForgottenRecordings {
    return this.module.get(ForgottenRecordings, { strict: false });
  }

  get settings(): ZadarmaSettingsService {
    return this.module.get(ZadarmaSettingsService, { strict: false });
  }

  get client(): ZadarmaClient {
    return this.module.get(ZadarmaClient, { strict: false });
  }

  attempt(id: string, urgency: 'interactive' | 'background' = 'background') {
    return this.module.get(RecordingAttemptRunner).run(id, urgency);
  }

  /** Attempts at all that is due now, one after another; their effects. */
  async attemptDue(): Promise<unknown[]> {
    const effects: unknown[] = [];
    for (const { id } of await this.recordings.due(1_000)) {
      effects.push((await this.attempt(id)).effect);
    }
    return effects;
  }

  /** The PBX tells of a call now. */
  async told(event: string, pbxCallId: string, fields: Record<string, string> = {}): Promise<void> {
    const common = {
      event,
      pbx_call_id: pbxCallId,
      call_start: '2026-03-05 10:15:00',
      caller_id: '+48600100200',
      called_did: '48221234567',
    };
    await this.module
      .get(Inbox, { strict: false })
      .add([{ source: 'webhook', fields: { ...common, ...fields }, receivedAt: this.parts.clock.now() }]);
    await this.module.get(CallUpdater).bringUpToDate(pbxCallId, 'if_something_is_new');
  }

  ended(pbxCallId: string, fields: Record<string, string> = {}): Promise<void> {
    const facts = { disposition: 'answered', duration: '30', is_recorded: '1', last_internal: '101' };
    return this.told('NOTIFY_END', pbxCallId, { ...facts, ...fields });
  }

  recorded(pbxCallId: string, id: string): Promise<void> {
    return this.told('NOTIFY_RECORD', pbxCallId, { call_id_with_rec: id });
  }

  rows(pbxCallId: string): Promise<RecordingRow[]> {
    return this.dataSource.query<RecordingRow[]>(
      'SELECT * FROM recordings WHERE pbx_call_id = $1 ORDER BY part',
      [pbxCallId],
    );
  }

  async row(id: string): Promise<RecordingRow | undefined> {
    return (await this.dataSource.query<RecordingRow[]>('SELECT * FROM recordings WHERE id = $1', [id]))[0];
  }

  /** Everything in the store's folder, half files included. */
  async files(): Promise<string[]> {
    const entries = await readdir(this.parts.environment.DATA_DIR, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  }

  async close(): Promise<void> {
    await this.module.close();
  }

  private async compile(): Promise<void> {
    const { environment, log, clock, foreignTables, pbx } = this.parts;
    this.module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot(environment, log, clock),
        DatabaseModule.forRoot({ url: environment.DATABASE_URL, applicationName: 'test' }),
        TypeOrmModule.forFeature(foreignTables),
        CallsModule,
        RecordingsModule,
        RecordingStorageModule,
        ZadarmaModule,
        ZadarmaRecordingsModule,
      ],
      providers: [
        CallFollowers,
        CallUpdater,
        RecordingFetcher,
        RecordingAttemptRunner,
        { provide: LiveBus, useValue: { publish: (message: LiveMessage) => this.published.push(message) } },
      ],
    }).compile();
    await this.module.init();
    const { url, key, secret } = pbx;
    await this.settings.update({ url, key, secret });
  }
}
