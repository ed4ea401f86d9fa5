import { setTimeout as delay } from 'node:timers/promises';
import { type ConnectionOptions, DEFAULT_SCHEMA, runMigrations } from 'bullmq';
import pg from 'pg';
import { within } from '../fail-fast';
import { queueNames } from '../queues';
import { QueueConnections } from './queue-connections';

const connectMs = 400;
/** Callers wait for less (`FailFast`); this frees the connections a hanging server would keep. */
const answerMs = 3_000;
const retryMs = 500;
const closeMs = 1_000;
const inQueueSchema = `-c search_path=${DEFAULT_SCHEMA}`;

/** The queue in BullMQ's own schema of our database. */
export class PostgresConnections extends QueueConnections {
  private readonly producer: pg.Pool;
  private workers: pg.Pool | undefined;
  private prepared: Promise<void> | undefined;
  private ready = false;
  private closing = false;

  constructor(
    private readonly url: string,
    private readonly onError: (error: unknown) => void,
  ) {
    super();
    this.producer = this.pool({
      application_name: 'callboard-producer',
      max: 10,
      connectionTimeoutMillis: connectMs,
      query_timeout: answerMs,
      // What we no longer wait for must not go on at the server either.
      options: `${inQueueSchema} -c statement_timeout=${answerMs}`,
    });
  }

  /** Creates or updates BullMQ's tables first: its workers spin without them. Its own advisory lock orders processes. */
  prepare(): Promise<void> {
    this.prepared ??= this.migrate();
    return this.prepared;
  }

  private async migrate(): Promise<void> {
    while (!this.closing && !this.ready) {
      const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 5_000 });
      client.on('error', this.onError);
      try {
        await client.connect();
        await runMigrations(client, DEFAULT_SCHEMA);
        this.ready = true;
      } catch (error) {
        this.onError(error);
        await delay(retryMs);
      } finally {
        await client.end().catch(this.onError);
      }
    }
  }

  isReady(): boolean {
    return this.ready;
  }

  async ping(): Promise<void> {
    await this.producer.query('SELECT 1');
  }

  forProducer(): ConnectionOptions {
    return this.producer;
  }

  /** One pool for all queues; each worker keeps one of its connections to listen. */
  forWorkers(): ConnectionOptions {
    this.workers ??= this.pool({
      application_name: 'callboard-queue',
      max: queueNames.length + 10,
      connectionTimeoutMillis: 5_000,
      query_timeout: 30_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      options: inQueueSchema,
    });
    return this.workers;
  }

  async close(): Promise<void> {
    this.closing = true;
    const pools = this.workers ? [this.producer, this.workers] : [this.producer];
    await Promise.all(pools.map((pool) => within(pool.end(), closeMs).catch(this.onError)));
  }

  private pool(options: pg.PoolConfig): pg.Pool {
    const pool = new pg.Pool({ connectionString: this.url, ...options });
    pool.on('error', this.onError);
    return pool;
  }
}
