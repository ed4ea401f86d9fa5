import type * as z from 'zod';
import type { QueueName } from './queues';

/**
 * A kind of work: who may enqueue it needs nothing else, and exactly one handler does it.
 *
 * Payloads are ids and ISO strings only: no rows, no secrets, no `Date`, nothing of the provider.
 */
export interface JobDefinition<Payload extends z.ZodType = z.ZodType> {
  /** `<room>.<verb>`, unique. */
  readonly name: string;
  readonly queue: QueueName;
  readonly payload: Payload;
  /** How often it is tried in all before it is kept as failed. */
  readonly attempts: number;
  /** Wait before the second attempt; doubles from then on, with half of it random so that failures spread. */
  readonly firstRetryMs: number;
  /** Failed jobs that stay for inspection; finished ones do not, their effect is the record. */
  readonly keepFailed: { readonly count: number; readonly ageSeconds: number };
}

/** What a job carries. */
export type JobPayload<Job extends JobDefinition> = z.infer<Job['payload']>;

/** Declares a job; what is not said gets the usual retries and retention. */
export function defineJob<Payload extends z.ZodType>(
  definition: Pick<JobDefinition<Payload>, 'name' | 'queue' | 'payload'> & Partial<JobDefinition<Payload>>,
): JobDefinition<Payload> {
  return {
    attempts: 8,
    firstRetryMs: 500,
    keepFailed: { count: 1_000, ageSeconds: 14 * 24 * 3_600 },
    ...definition,
  };
}
