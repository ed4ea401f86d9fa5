import { JobProducer } from '@callboard/messaging';
import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthIndicatorResult,
  type HealthCheckResult,
  TypeOrmHealthIndicator,
} from '@nestjs/terminus';
import { Public } from './access';

/** For whoever supervises the process. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
    private readonly indicators: HealthIndicatorService,
    private readonly jobs: JobProducer,
  ) {}

  /** The process lives. Never asks the database: a restart would not heal that. */
  @Get('healthz')
  @Public()
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The process can do its work: 200, or 503 with what is missing. */
  @Get('readyz')
  @Public()
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => this.database.pingCheck('database', { timeout: 1000 }),
      () => this.queue(),
    ]);
  }

  /** Only reported: without the queue calls are still taken in, and the worker's sweep finds them later. */
  private async queue(): Promise<HealthIndicatorResult> {
    return this.indicators.check('queue').up({ reachable: await this.jobs.isAvailable() });
  }
}
