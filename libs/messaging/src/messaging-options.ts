import type { JobDefinition } from './define-job';

/** Where the queue lives and what this process does with it. */
export interface MessagingOptions {
  readonly databaseUrl: string;
  /** With it the queue and the bus live in Redis or Valkey, else in PostgreSQL. */
  readonly redisUrl?: string | undefined;
  /** A producer only enqueues; a worker also runs the handlers. */
  readonly role: 'producer' | 'worker';
  /** The jobs that need a handler; all of them unless a test brings its own. */
  readonly jobs?: readonly JobDefinition[];
}

/** Injection token of the `MessagingOptions`. */
export const MESSAGING_OPTIONS = Symbol('MESSAGING_OPTIONS');
