import { Module } from '@nestjs/common';
import { HealthServer } from './health-server.service';
import { JobMetrics } from './job-metrics.service';

/** How the worker is, for whoever supervises it. */
@Module({ providers: [HealthServer, JobMetrics] })
export class HealthModule {}
