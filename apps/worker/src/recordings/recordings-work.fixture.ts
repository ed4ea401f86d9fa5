import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallsModule } from '@callboard/calls';
import { DatabaseModule } from '@callboard/database';
import { LiveBus, type LiveMessage } from '@callboard/messaging';
import { PlatformModule } from '@callboard/platform';
import {
  RecordingFetcher,
  RecordingsModule,
  RecordingsService,
  RecordingStorageModule,
} from '@callboard/recordings';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  silentLog,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { Inbox, ZadarmaModule, ZadarmaRecordingsModule, ZadarmaSettingsService } from '@callboard/zadarma';
import { type RunningSimulator, startSimulator } from '@callboard/zadarma-sim';
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

/** The worker's part in recordings, on a database and a folder of its own, with a simulated PBX. */
export class RecordingsWork {
  readonly published: LiveMessage[] = [];
  readonly clock = new FakeClock();

  private constructor(
    readonly simulator: RunningSimulator,
    readonly folder: string,
    private readonly database: TestDatabase,
  ) {}

  private module: TestingModule;

  static async start(): Promise<RecordingsWork> {
    const simulator = await startSimulator({ speed: 1_000, rateLimits: null });
    const folder = await mkdtemp(join(tmpdir(), 'callboard-recordings-'));
    const work = new RecordingsWork(simulator, folder, await createTestDatabase());
    await work.open();
    return work;
  }

  get dataSource(): DataSource {
    return this.module.get(DataSource);
  }

  get recordings(): RecordingsService {
    return this.module.get(RecordingsService, { strict: false });
  }

  get settings(): ZadarmaSettingsService {
    return this.module.get(ZadarmaSettingsService, { strict: false });
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
      .add([{ source: 'webhook', fields: { ...common, ...fields }, receivedAt: this.clock.now() }]);
    await this.module.get(CallUpdater).bringUpToDate(pbxCallId, 'if_something_is_new');
  }

  ended(pbxCallId: string, fields: Record<string, string> = {}): Promise<void> {
    const facts = { disposition: 'answered', duration: '30', is_recorded: '1', last_internal: '101' };
    return this.told('NOTIFY_END', pbxCallId, { ...facts, ...fields });
  }

  recorded(pbxCallId: string, id: string): Promise<void> {
    return this.told('NOTIFY_RECORD', pbxCallId, { call_id_with_rec: id });
  }

  /** A call that the PBX has recorded, in one part unless said otherwise; its ids. */
  async record(parts = 1): Promise<{ pbxCallId: string; ids: string[] }> {
    const { id, finished } =
      parts === 1
        ? this.simulator.runScenario('incoming-answered', { talkSeconds: 2 })
        : this.simulator.runScenario('recorded-in-parts', { talkSeconds: 2 * parts, parts });
    await finished;
    return { pbxCallId: id, ids: [...(this.simulator.call(id)?.recordings ?? [])].sort() };
  }

  /** A recorded call whose end was told; its one recording is due. */
  async recordedCall(): Promise<{ pbxCallId: string; partId: string; id: string }> {
    const { pbxCallId, ids } = await this.record();
    await this.ended(pbxCallId, { call_id_with_rec: ids[0] ?? '' });
    this.clock.advance(40_000);
    const [row] = await this.rows(pbxCallId);
    return { pbxCallId, partId: ids[0] ?? '', id: row?.id ?? '' };
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
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  }

  linkRequests(): number {
    return this.simulator.requests('/v1/pbx/record/request').length;
  }

  async close(): Promise<void> {
    await this.module.close();
    await this.simulator.close();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async open(): Promise<void> {
    const environment = testEnvironment({ DATABASE_URL: this.database.url, DATA_DIR: this.folder });
    this.module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot(environment, silentLog(), this.clock),
        DatabaseModule.forRoot({ url: this.database.url, applicationName: 'test' }),
        TypeOrmModule.forFeature(['employees', 'api_keys'].map(foreignTable)),
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
    const { url, key, secret } = this.simulator;
    await this.settings.update({ url, key, secret });
  }
}
