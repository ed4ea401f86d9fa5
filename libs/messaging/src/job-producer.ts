import type { BulkJobOptions, Queue } from 'bullmq';
import type { QueueConnections } from './backend/queue-connections';
import type { JobDefinition, JobPayload } from './define-job';
import { FailFast, within } from './fail-fast';
import type { QueueName } from './queues';

/** Whether work was taken over by the queue; if not, the sweep will find it. */
export type EnqueueResult = 'queued' | 'unavailable';

export interface EnqueueOptions {
  /** Longest wait for the queue's server. */
  readonly deadlineMs?: number;
}

const usualDeadlineMs = 500;
const startMs = 2_000;
const outstanding = ['waiting', 'prioritized', 'active', 'delayed'] as const;

/** Puts work on the queue, without ever making its caller wait for a queue that hangs. */
export class JobProducer {
  private readonly failFast: FailFast;

  constructor(
    private readonly queues: ReadonlyMap<QueueName, Queue>,
    private readonly connections: QueueConnections,
    onFailure: (error: unknown) => void,
  ) {
    this.failFast = new FailFast(onFailure);
    for (const queue of queues.values()) {
      queue.on('error', onFailure);
    }
  }

  /** Gives the queue a moment to come up, so that the first webhook after a start needs no sweep. */
  async onModuleInit(): Promise<void> {
    await within(this.connections.prepare(), startMs).catch(() => undefined);
  }

  /**
   * Enqueues one job. Never throws for a queue that is away or hangs: the answer is `unavailable` within the
   * deadline, and at once for a second after a failure.
   *
   * @throws ZodError when the payload is not the job's.
   */
  async enqueue<Job extends JobDefinition>(
    job: Job,
    payload: JobPayload<Job>,
    options: EnqueueOptions = {},
  ): Promise<EnqueueResult> {
    return this.enqueueAll(job, [payload], options);
  }

  /** Enqueues many jobs of one kind in one round trip; all or none. */
  async enqueueAll<Job extends JobDefinition>(
    job: Job,
    payloads: readonly JobPayload<Job>[],
    options: EnqueueOptions = {},
  ): Promise<EnqueueResult> {
    const parsed = payloads.map((payload) => job.payload.parse(payload));
    const queue = this.queueOf(job);
    const jobOptions = toJobOptions(job);
    const result = await this.ask(async () => {
      if (parsed.length === 1) {
        await queue.add(job.name, parsed[0], jobOptions);
      } else {
        await queue.addBulk(parsed.map((data) => ({ name: job.name, data, opts: jobOptions })));
      }
    }, options);
    return result ? 'queued' : 'unavailable';
  }

  /** How many jobs wait or run in the queue of the job; null if the queue does not answer. */
  async backlog(job: JobDefinition, options: EnqueueOptions = {}): Promise<number | null> {
    const result = await this.ask(() => this.queueOf(job).getJobCounts(...outstanding), options);
    return result && Object.values(result.value).reduce((sum, count) => sum + count, 0);
  }

  /** True if the queue's server answers within the deadline; for readiness. */
  async isAvailable(options: EnqueueOptions = {}): Promise<boolean> {
    return (await this.ask(() => this.connections.ping(), options)) !== null;
  }

  private async ask<T>(
    operation: () => Promise<T>,
    { deadlineMs = usualDeadlineMs }: EnqueueOptions,
  ): Promise<{ readonly value: T } | null> {
    return this.connections.isReady() ? this.failFast.attempt(operation, deadlineMs) : null;
  }

  private queueOf(job: JobDefinition): Queue {
    const queue = this.queues.get(job.queue);
    if (!queue) {
      throw new Error(`There is no queue ${job.queue}`);
    }
    return queue;
  }
}

function toJobOptions(job: JobDefinition): BulkJobOptions {
  return {
    attempts: job.attempts,
    backoff: { type: 'exponential', delay: job.firstRetryMs, jitter: 0.5 },
    removeOnComplete: true,
    removeOnFail: { count: job.keepFailed.count, age: job.keepFailed.ageSeconds },
  };
}
