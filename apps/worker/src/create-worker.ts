import { type Clock, type Environment, type Log, NestLog } from '@callboard/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { WorkerModule } from './worker.module';

/** What a caller of `createWorker` may choose. */
export interface WorkerOptions {
  readonly clock?: Clock;
}

/**
 * Starts a worker: when this resolves it takes jobs. Needs the database.
 *
 * @throws DomainError `installation_mismatch` if the database is a demo's and this is none, or the reverse
 * @throws Error if a job has no handler or several
 */
export function createWorker(
  environment: Environment,
  log: Log,
  { clock }: WorkerOptions = {},
): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(WorkerModule.forRoot(environment, log, clock), {
    logger: new NestLog(log),
    abortOnError: false,
  });
}
