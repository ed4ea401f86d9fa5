import type { ConnectionOptions } from 'bullmq';

/**
 * The connections of this process to the queue's server.
 *
 * The producer's fail fast, because a webhook waits behind them; the workers' wait for the server for ever.
 */
export abstract class QueueConnections {
  /** Resolves once jobs can be stored; keeps trying until then or until closed. */
  abstract prepare(): Promise<void>;
  /** False if an attempt to enqueue is known to fail. */
  abstract isReady(): boolean;
  /** One question to the server over the producer's connection. */
  abstract ping(): Promise<void>;
  abstract forProducer(): ConnectionOptions;
  abstract forWorkers(): ConnectionOptions;
  /** Ends everything; to be called after the queues and workers have ended. */
  abstract close(): Promise<void>;
}
