import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { within } from '../fail-fast';
import { type ChannelListener, LiveChannel } from './live-channel';

const channel = 'callboard_live';
/** PostgreSQL takes less than 8000 bytes. */
const maximumBytes = 7_999;
const answerMs = 400;
const retryMs = 500;
const probeEveryMs = 10_000;
const probeAnswerMs = 5_000;
const closeMs = 1_000;

/** The bus over LISTEN and NOTIFY of our database. */
export class PostgresLiveChannel extends LiveChannel {
  private readonly pool: pg.Pool;
  private readonly ending = new AbortController();

  constructor(
    private readonly url: string,
    private readonly onError: (error: unknown) => void,
  ) {
    super();
    this.pool = new pg.Pool({
      connectionString: url,
      application_name: 'callboard-live-publisher',
      max: 2,
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
    });
    this.pool.on('error', onError);
  }

  /** One statement, so a transaction of its own: committing a NOTIFY takes a lock on all other notifiers. */
  async send(text: string): Promise<void> {
    if (Buffer.byteLength(text) > maximumBytes) {
      throw new Error('The message is too long for NOTIFY');
    }
    await this.pool.query('SELECT pg_notify($1, $2)', [channel, text]);
  }

  async listen(listener: ChannelListener): Promise<void> {
    let listenedBefore = false;
    await new Promise<void>((resolve) => {
      const onListening = (): void => {
        if (listenedBefore) {
          listener.onReconnected();
        }
        listenedBefore = true;
        resolve();
      };
      void this.listenForEver(listener, onListening).then(resolve);
    });
  }

  async close(): Promise<void> {
    this.ending.abort();
    await within(this.pool.end(), closeMs).catch(this.onError);
  }

  private async listenForEver(listener: ChannelListener, onListening: () => void): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        await this.listenOnce(listener, onListening);
      } catch (error) {
        this.onError(error);
      }
      await this.pause(retryMs);
    }
  }

  /** Listens on one connection until it breaks, which a probe finds out where TCP does not. */
  private async listenOnce(listener: ChannelListener, onListening: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'callboard-live-subscriber',
      connectionTimeoutMillis: 5_000,
      query_timeout: probeAnswerMs,
      keepAlive: true,
    });
    const broken = new Promise<never>((_, reject) => {
      client.on('error', reject);
      client.on('end', () => reject(new Error('The listening connection ended')));
    });
    broken.catch(() => undefined);
    client.on('notification', ({ payload }) => listener.onText(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      onListening();
      while (!this.ending.signal.aborted) {
        await Promise.race([this.pause(probeEveryMs), broken]);
        await client.query('SELECT 1');
      }
    } finally {
      await within(client.end(), closeMs).catch(() => undefined);
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.ending.signal }).catch(() => undefined);
  }
}
