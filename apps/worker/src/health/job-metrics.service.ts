import { WorkerHost } from '@callboard/messaging';
import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** The worker's figures for Prometheus. */
@Injectable()
export class JobMetrics {
  private readonly registry = new Registry();

  constructor(host: WorkerHost) {
    collectDefaultMetrics({ register: this.registry });
    const durations = new Histogram({
      name: 'callboard_job_duration_seconds',
      help: 'Time one attempt of a job took.',
      labelNames: ['job', 'outcome'],
      buckets,
      registers: [this.registry],
    });
    const waits = new Histogram({
      name: 'callboard_job_wait_seconds',
      help: 'Time from a job being due until a worker took it.',
      labelNames: ['job'],
      buckets,
      registers: [this.registry],
    });
    host.onAttempt(({ job, outcome, durationMs, waitedMs }) => {
      durations.observe({ job, outcome }, durationMs / 1_000);
      waits.observe({ job }, waitedMs / 1_000);
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
