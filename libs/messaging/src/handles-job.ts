import { Injectable, SetMetadata } from '@nestjs/common';
import type { JobDefinition, JobPayload } from './define-job';

/** Metadata key under which a handler says which job it does. */
export const HANDLED_JOB = 'callboard:handled-job';

/** The attempt a handler is called for. */
export interface JobAttempt {
  /** From 1. */
  readonly number: number;
  /** True if a failure now is final. */
  readonly isLast: boolean;
}

/** Where a long job has come to, kept with the job: who takes it over, or tries it again, can go on from there. */
export interface JobBookmark {
  /** As it was left; undefined if it never was. Check its shape: another version may have left it. */
  read(): unknown;
  /** Ids and ISO strings only, as in payloads. */
  leave(place: object): Promise<void>;
}

/** What a handler wants to see in the attempt's log line: ids and counts, never personal data. */
export type JobFacts = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Does one job. Failing means throwing: a `DomainError` that is not retryable ends the job, anything else is tried
 * again later.
 */
export interface JobHandler<Job extends JobDefinition = JobDefinition> {
  handle(payload: JobPayload<Job>, attempt: JobAttempt, bookmark: JobBookmark): Promise<JobFacts | void>;
  /**
   * Hears of a job that is given up without another attempt, since the processes that took it died so often. What it
   * throws is only logged.
   */
  givenUp?(payload: JobPayload<Job>, reason: string): Promise<void>;
}

/** Marks a class as the one handler of a job. */
export function HandlesJob<Job extends JobDefinition>(job: Job) {
  return (target: abstract new (...dependencies: never[]) => JobHandler<Job>): void => {
    SetMetadata(HANDLED_JOB, job)(target);
    Injectable()(target);
  };
}
