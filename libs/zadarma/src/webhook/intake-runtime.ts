import { join } from 'node:path';
import type { Environment, Log } from '@callboard/platform';
import { type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { IntakeStore, longestStoreMs } from '../inbox/intake-store';
import { RefusedDeliveries } from '../inbox/refused-deliveries';
import type { ZadarmaSettingsService } from '../settings/zadarma-settings.service';
import { Spool } from '../spool/spool';
import { SpoolImporter } from '../spool/spool-importer';
import type { RoutingRule } from './decide-routing';
import { WebhookIntake } from './webhook-intake';

/** Connections are only held for one short statement each. */
const poolSize = 10;
/** Also when nobody has called for a while: opening one takes longer than the work of a call. */
const keptOpen = 2;

/** Everything the intake keeps open in one process: its pool, its spool and the spool's importer. */
export class IntakeRuntime implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly intake: WebhookIntake;
  private readonly pool: pg.Pool;
  private readonly importer: SpoolImporter;

  constructor(
    environment: Pick<Environment, 'DATABASE_URL' | 'DATA_DIR'>,
    log: Log,
    settings: ZadarmaSettingsService,
    rule: RoutingRule,
  ) {
    this.pool = new pg.Pool({
      connectionString: environment.DATABASE_URL,
      application_name: 'callboard-intake',
      max: poolSize,
      min: keptOpen,
      connectionTimeoutMillis: longestStoreMs,
      query_timeout: longestStoreMs,
      keepAlive: true,
    });
    // An idle connection that breaks is replaced when the next event needs one.
    this.pool.on('error', (error) => log.debug({ err: error }, 'An intake connection broke'));
    const store = new IntakeStore(this.pool, log);
    const spool = new Spool(join(environment.DATA_DIR, 'spool'), log);
    this.importer = new SpoolImporter(spool, store, log);
    const refused = new RefusedDeliveries(store);
    this.intake = new WebhookIntake({ settings, rule, store, refused, spool, log });
  }

  onApplicationBootstrap(): void {
    this.importer.start();
  }

  /** Once the HTTP server has answered its last request, which may be a notification. */
  async onApplicationShutdown(): Promise<void> {
    await this.importer.stop();
    await this.pool.end();
  }
}
