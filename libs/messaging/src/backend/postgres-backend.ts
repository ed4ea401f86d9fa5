import { setTimeout as delay } from 'node:timers/promises';
import {
  type BackendFactory,
  createRedisBackend,
  type IQueueBackend,
  isPgPool,
  PostgresConnection,
  PostgresQueueBackend,
} from 'bullmq';

/** How long a worker waits before it asks a failing database for work again. */
const paceMs = 500;

/**
 * Asks nothing before the first use. BullMQ's own check is asked once and its failure kept for ever, so that a queue
 * made in a bad moment would never work; here the schema is brought up to date before any queue is made.
 */
class PreparedConnection extends PostgresConnection {
  override waitUntilReady(): Promise<void> {
    return Promise.resolve();
  }
}

/** Asks a failing database for work at a walking pace; BullMQ would ask again at once, without end. */
class PacedBackend extends PostgresQueueBackend {
  override async moveToActive(
    ...parameters: Parameters<PostgresQueueBackend['moveToActive']>
  ): ReturnType<PostgresQueueBackend['moveToActive']> {
    try {
      return await super.moveToActive(...parameters);
    } catch (error) {
      await delay(paceMs);
      throw error;
    }
  }
}

/** Chooses the queue's backend by the connection it is given: a pool of PostgreSQL, else Redis. */
export const backendFactory: BackendFactory<IQueueBackend> = (name, options, factoryOptions = {}) => {
  const connection: unknown = options.connection;
  if (!isPgPool(connection)) {
    return createRedisBackend(name, options, factoryOptions);
  }
  const listenerName = factoryOptions.withBlockingConnection ? name : undefined;
  return new PacedBackend(
    new PreparedConnection(connection),
    name,
    { ...options, connection },
    true,
    listenerName,
  );
};
