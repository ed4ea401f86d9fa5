import type { ConnectionOptions } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { within } from '../fail-fast';
import { QueueConnections } from './queue-connections';

/** Callers wait for less (`FailFast`); this frees what a hanging server would keep. */
const commandTimeoutMs = 5_000;
const closeMs = 1_000;
const retryStrategy = (times: number): number => Math.min(times * 100, 2_000);

/** Options of a connection whose commands fail at once where there is no connection, and never wait for one. */
export const failingFast: RedisOptions = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  commandTimeout: commandTimeoutMs,
  // A host that vanished without a word would keep the connection, and every command with it, for many minutes.
  socketTimeout: commandTimeoutMs,
  connectTimeout: 5_000,
  keepAlive: 10_000,
  retryStrategy,
};

/** The queue in Redis or Valkey. */
export class RedisConnections extends QueueConnections {
  private readonly producer: Redis;

  constructor(
    private readonly url: string,
    onError: (error: unknown) => void,
  ) {
    super();
    this.producer = new Redis(url, { ...failingFast, connectionName: 'callboard-producer' });
    this.producer.on('error', onError);
  }

  async prepare(): Promise<void> {
    if (this.producer.status !== 'ready') {
      await new Promise<void>((resolve) => {
        this.producer.once('ready', resolve);
        this.producer.once('end', resolve);
      });
    }
  }

  isReady(): boolean {
    return this.producer.status === 'ready';
  }

  async ping(): Promise<void> {
    await this.producer.ping();
  }

  /** One connection for all queues; BullMQ leaves it to us to close. */
  forProducer(): ConnectionOptions {
    return this.producer;
  }

  /** Each worker opens its own, one of them blocking. */
  forWorkers(): ConnectionOptions {
    return {
      url: this.url,
      maxRetriesPerRequest: null,
      connectTimeout: 5_000,
      keepAlive: 10_000,
      retryStrategy,
    };
  }

  async close(): Promise<void> {
    await within(this.producer.quit(), closeMs).catch(() => this.producer.disconnect());
  }
}
