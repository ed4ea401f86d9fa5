import { DomainError, LOG, type Log, withRequestContext } from '@callboard/platform';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import { QueueConnections } from './backend/queue-connections';
import { connectionErrorLog } from './connection-errors';
import type { JobDefinition } from './define-job';
import { within } from './fail-fast';
import { HANDLED_JOB, type JobBookmark, type JobFacts, type JobHandler } from './handles-job';
import { jobCatalogue } from './jobs/catalogue';
import { MESSAGING_OPTIONS, type MessagingOptions } from './messaging-options';
import { queuePrefix, type QueueName, queueNames, queueSettings } from './queues';

/** One try of one job, as logged and counted. */
export interface AttemptRecord {
  readonly job: string;
  readonly queue: string;
  readonly attempt: number;
  readonly outcome: 'done' | 'retrying' | 'failed';
  readonly durationMs: number;
  /** From being enqueued (or due) until a worker took it. */
  readonly waitedMs: number;
}

/** Longer than a job takes; shorter than the lock, after which another worker may take over. */
const closeMs = 8_000;

interface Handled {
  readonly job: JobDefinition;
  readonly handler: JobHandler;
}

/** Runs the handlers: one BullMQ worker for each queue, one log line for each attempt. */
@Injectable()
export class WorkerHost implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly listeners = new Set<(record: AttemptRecord) => void>();
  private handlers: ReadonlyMap<string, Handled> = new Map();
  private workers: Worker[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly connections: QueueConnections,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws Error when a job has no handler or several: better no start than work that is silently never done. */
  onModuleInit(): void {
    this.handlers = this.discoverHandlers(this.options.jobs ?? jobCatalogue);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.connections.prepare();
    const used = new Set([...this.handlers.values()].map(({ job }) => job.queue));
    this.workers = queueNames.filter((name) => used.has(name)).map((name) => this.startWorker(name));
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
  }

  /** Takes no new work and lets running jobs end, before anything they need is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(
      this.workers.map((worker) =>
        within(worker.close(), closeMs).catch(() => {
          this.log.warn({ queue: worker.name }, 'jobs still run; another worker will take them over');
          return worker.disconnect();
        }),
      ),
    );
  }

  /** Calls back after every attempt; returns how to stop that. */
  onAttempt(listener: (record: AttemptRecord) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private discoverHandlers(jobs: readonly JobDefinition[]): Map<string, Handled> {
    const found = this.discovery
      .getProviders()
      .filter(({ metatype }) => typeof metatype === 'function' && Reflect.hasMetadata(HANDLED_JOB, metatype))
      .map(({ metatype, instance }) => ({
        job: Reflect.getMetadata(HANDLED_JOB, metatype as object) as JobDefinition,
        handler: instance as JobHandler,
      }));
    const problems = jobs.flatMap(({ name }) => {
      const count = found.filter(({ job }) => job.name === name).length;
      return count === 1 ? [] : [`${name} has ${count === 0 ? 'no handler' : `${count} handlers`}`];
    });
    if (problems.length > 0) {
      throw new Error(`Every job needs exactly one handler: ${problems.join('; ')}`);
    }
    return new Map(found.map((item) => [item.job.name, item]));
  }

  private startWorker(name: QueueName): Worker {
    const settings = queueSettings[name];
    const worker = new Worker(name, (job) => this.attempt(job), {
      connection: this.connections.forWorkers(),
      prefix: queuePrefix,
      concurrency: settings.concurrency,
      lockDuration: settings.lockDurationMs,
      stalledInterval: settings.stalledIntervalMs,
      maxStalledCount: settings.maximumTakeovers,
      runRetryDelay: 1_000,
    });
    worker.on('error', connectionErrorLog(this.log, `worker of ${name}`));
    worker.on('stalled', (jobId) =>
      this.log.warn({ queue: name, jobId }, 'job taken over from a dead worker'),
    );
    worker.on('failed', (job) => {
      // Only set if the queue gave the job up without an attempt.
      if (job?.deferredFailure) {
        void this.giveUp(job, job.deferredFailure);
      }
    });
    return worker;
  }

  private attempt(job: Job): Promise<void> {
    return withRequestContext({ jobId: job.id ?? '', jobName: job.name }, async () => {
      const started = performance.now();
      const last = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
      try {
        const facts = await this.handle(job, last);
        this.report(job, 'done', started, facts ?? {});
      } catch (error) {
        const final = last || isPermanent(error);
        this.report(job, final ? 'failed' : 'retrying', started, { err: error });
        throw isPermanent(error) ? new UnrecoverableError(messageOf(error)) : error;
      }
    });
  }

  private async giveUp(job: Job, reason: string): Promise<void> {
    this.log.error({ queue: job.queueName, job: job.name, jobId: job.id, reason }, 'job given up');
    const handled = this.handlers.get(job.name);
    const payload = handled?.job.payload.safeParse(job.data);
    try {
      if (payload?.success) {
        await handled?.handler.givenUp?.(payload.data, reason);
      }
    } catch (error) {
      this.log.error({ job: job.name, jobId: job.id, err: error }, 'The end of a job could not be told');
    }
  }

  private async handle(job: Job, isLast: boolean): Promise<JobFacts | void> {
    const handled = this.handlers.get(job.name);
    if (!handled) {
      // A newer version enqueued it: leave it for a worker of that version.
      throw new Error(`No handler for the job ${job.name}`);
    }
    const payload = handled.job.payload.safeParse(job.data);
    if (!payload.success) {
      throw new UnrecoverableError(`The payload does not fit the job: ${payload.error.message}`);
    }
    const attempt = { number: job.attemptsMade + 1, isLast };
    return handled.handler.handle(payload.data, attempt, bookmarkOf(job));
  }

  private report(
    job: Job,
    outcome: AttemptRecord['outcome'],
    started: number,
    facts: Readonly<Record<string, unknown>>,
  ): void {
    const due = job.attemptsMade > 0 ? (job.processedOn ?? job.timestamp) : job.timestamp + job.delay;
    const record: AttemptRecord = {
      job: job.name,
      queue: job.queueName,
      attempt: job.attemptsMade + 1,
      outcome,
      durationMs: Math.round(performance.now() - started),
      waitedMs: Math.max(0, (job.processedOn ?? due) - due),
    };
    const level = { done: 'info', retrying: 'warn', failed: 'error' } as const;
    this.log[level[outcome]]({ ...facts, ...record }, `job ${outcome}`);
    for (const listener of this.listeners) {
      listener(record);
    }
  }
}

/** BullMQ's progress of a job is 0 until it is set. */
const bookmarkOf = (job: Job): JobBookmark => ({
  read: () => (typeof job.progress === 'object' ? job.progress : undefined),
  leave: (place) => job.updateProgress(place),
});

function isPermanent(error: unknown): boolean {
  return error instanceof UnrecoverableError || (error instanceof DomainError && !error.retryable);
}

function messageOf(error: unknown): string {
  return error instanceof DomainError ? `${error.code}: ${error.message}` : String(error);
}
