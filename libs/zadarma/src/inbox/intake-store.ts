import type { Log } from '@callboard/platform';
import { type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';
import { DeadlineExceededError, withDeadline } from '../deadline';
import { errorCode } from '../error-code';
import { GroupInsert } from './group-insert';
import {
  importInboundEvents,
  insertInboundEvents,
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
/** A database that is well may need this long; who cannot wait that long learns nothing about it. */
const tellingWaitMs = 50;
const pauseAfterFailureMs = 1_000;
const refusedKept = 1_000;

/** SQLSTATE classes that speak about the data, not about the server: trying again cannot help. */
const dataErrorClasses: readonly string[] = ['22', '23', '54'];

/** Why an event has no row. */
export type StoreFailure = 'unavailable' | 'impossible';

/**
 * The intake's way to the database: a small pool of its own with short limits, so that a hanging database never
 * makes the PBX wait. After a failure the next second, or until a late answer comes, is not even tried. Only events may
 * say that it failed: what a stranger sends closes nothing.
 */
export class IntakeStore {
  private readonly group: GroupInsert;
  private closedUntil = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly pool: QueryPool,
    private readonly log: Log,
  ) {
    this.group = new GroupInsert((events) => this.write(insertInboundEvents, events), isDataError);
  }

  /** False for a second after a failure, unless the database answers earlier. */
  isAvailable(): boolean {
    return performance.now() >= this.closedUntil;
  }

  /** Stores the event, or finds the row of its first delivery. */
  insert(event: NewInboundEvent, withinMs: number): Promise<StoredEvent | StoreFailure> {
    return this.within(withinMs, () => this.group.insert(event));
  }

  /** Stores an event from the spool; its answer is the one that the PBX got, whatever its row says. */
  insertSpooled(event: NewInboundEvent): Promise<StoredEvent | StoreFailure> {
    return this.within(longestStoreMs, async () => {
      const [stored] = await this.write(importInboundEvents, [event]);
      if (!stored) {
        throw new Error('The inbox gave no row for an event');
      }
      return stored;
    });
  }

  /** Keeps a refused delivery and drops those beyond the newest thousand. */
  async insertRefused(refused: Omit<RefusedDelivery, 'id'>, withinMs: number): Promise<void> {
    if (!this.isAvailable()) {
      return;
    }
    const kept = this.pool.query({
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
    });
    await withDeadline(kept, Math.min(withinMs, longestStoreMs)).catch((error: unknown) =>
      this.log.debug({ code: errorCode(error) }, 'A refused delivery was not kept'),
    );
  }

  private async write(text: string, events: readonly NewInboundEvent[]): Promise<StoredEvent[]> {
    const name = text === insertInboundEvents ? 'inbox-insert' : 'inbox-import';
    const { rows } = await this.pool.query<StoredEvent>({ name, text, values: insertParameters(events) });
    return rows;
  }

  private async within<T>(milliseconds: number, work: () => Promise<T>): Promise<T | StoreFailure> {
    if (!this.isAvailable() || milliseconds <= 0) {
      return 'unavailable';
    }
    const wait = Math.min(milliseconds, longestStoreMs);
    try {
      return await withDeadline(this.begin(work), wait);
    } catch (error) {
      return this.judge(error, wait);
    }
  }

  private async begin<T>(work: () => Promise<T>): Promise<T> {
    const result = await work();
    // Also when it comes late: the database answers again.
    this.closedUntil = Number.NEGATIVE_INFINITY;
    return result;
  }

  private judge(error: unknown, waitedMs: number): StoreFailure {
    if (isDataError(error)) {
      this.log.error({ code: errorCode(error) }, 'The inbox refuses an event');
      return 'impossible';
    }
    if (error instanceof DeadlineExceededError && waitedMs < tellingWaitMs) {
      return 'unavailable';
    }
    if (this.isAvailable()) {
      this.log.warn({ err: error }, 'The inbox does not answer; events go to the spool');
    }
    this.closedUntil = performance.now() + pauseAfterFailureMs;
    return 'unavailable';
  }
}

function isDataError(error: unknown): boolean {
  const code = errorCode(error);
  return code.length === 5 && dataErrorClasses.includes(code.slice(0, 2));
}
