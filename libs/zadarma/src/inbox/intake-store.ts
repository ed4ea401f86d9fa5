import type { Log } from '@callboard/platform';
import { type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';
import { withDeadline } from '../deadline';
import { errorCode } from '../error-code';
import {
  importInboundEvent,
  insertInboundEvent,
  insertParameters,
  type NewInboundEvent,
  type StoredEvent,
} from './new-inbound-event';
import type { RefusedDelivery } from './refused-delivery.entity';

/** The part of `pg.Pool` the store uses. */
export interface QueryPool {
  query<Row extends QueryResultRow>(config: QueryConfig): Promise<QueryResult<Row>>;
}

/** Acquiring a connection and the statement together; after that the event goes to the spool. */
export const longestStoreMs = 300;
const pauseAfterFailureMs = 1_000;
const refusedKept = 1_000;

/** SQLSTATE classes that speak about the data, not about the server: trying again cannot help. */
const dataErrorClasses: readonly string[] = ['22', '23', '54'];

/** Why an event has no row. */
export type StoreFailure = 'unavailable' | 'impossible';

/**
 * The intake's way to the database: a small pool of its own with short limits, so that a hanging database never
 * makes the PBX wait. After a failure the next second is not even tried.
 */
export class IntakeStore {
  private closedUntil = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly pool: QueryPool,
    private readonly log: Log,
  ) {}

  /** False for a second after a failure. */
  isAvailable(): boolean {
    return performance.now() >= this.closedUntil;
  }

  /** Stores the event, or finds the row of its first delivery. */
  insert(event: NewInboundEvent, withinMs: number): Promise<StoredEvent | StoreFailure> {
    return this.store({ name: 'inbox-insert', text: insertInboundEvent }, event, withinMs);
  }

  /** Stores an event from the spool; its answer is the one that the PBX got, whatever its row says. */
  insertSpooled(event: NewInboundEvent): Promise<StoredEvent | StoreFailure> {
    return this.store({ name: 'inbox-import', text: importInboundEvent }, event, longestStoreMs);
  }

  /** Keeps a refused delivery and drops those beyond the newest thousand. */
  async insertRefused(refused: Omit<RefusedDelivery, 'id'>, withinMs: number): Promise<void> {
    await this.run(
      {
        text: `
          WITH kept AS (
            INSERT INTO refused_deliveries (reason, event, pbx_call_id, content_type, body, received_at)
            VALUES ($1, $2, $3, $4, $5, $6))
          DELETE FROM refused_deliveries WHERE id <= (
            SELECT id FROM refused_deliveries ORDER BY id DESC OFFSET $7 LIMIT 1)`,
        values: [
          refused.reason,
          refused.event,
          refused.pbxCallId,
          refused.contentType,
          refused.body,
          refused.receivedAt,
          refusedKept - 1,
        ],
      },
      withinMs,
    );
  }

  private async store(
    statement: QueryConfig,
    event: NewInboundEvent,
    withinMs: number,
  ): Promise<StoredEvent | StoreFailure> {
    const result = await this.run<StoredEvent>({ ...statement, values: insertParameters(event) }, withinMs);
    return Array.isArray(result) ? (result[0] ?? 'unavailable') : result;
  }

  private async run<Row extends QueryResultRow>(
    query: QueryConfig,
    withinMs: number,
  ): Promise<Row[] | StoreFailure> {
    if (!this.isAvailable()) {
      return 'unavailable';
    }
    try {
      const { rows } = await withDeadline(this.pool.query<Row>(query), Math.min(withinMs, longestStoreMs));
      return rows;
    } catch (error) {
      return this.judge(error);
    }
  }

  private judge(error: unknown): StoreFailure {
    const code = errorCode(error);
    if (code.length === 5 && dataErrorClasses.includes(code.slice(0, 2))) {
      this.log.error({ code }, 'The inbox refuses an event');
      return 'impossible';
    }
    if (this.isAvailable()) {
      this.log.warn({ err: error }, 'The inbox does not answer; events go to the spool');
    }
    this.closedUntil = performance.now() + pauseAfterFailureMs;
    return 'unavailable';
  }
}
