import { JobProducer } from '@callboard/messaging';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Controller, Get, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  HealthCheckService,
  HealthIndicatorService,
  type HealthIndicatorResult,
  TypeOrmHealthIndicator,
} from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { Public } from './access';

const answerMs = 1_000;

/** For whoever supervises the process. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
    private readonly indicators: HealthIndicatorService,
    private readonly jobs: JobProducer,
    private readonly settings: ZadarmaSettingsService,
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
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<string | object> {
    try {
      return await this.health.check([
        () => this.database.pingCheck('database', { timeout: answerMs }),
        () => this.queue(),
        () => this.zadarma(),
      ]);
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) {
        throw error;
      }
      // An answer, not a failure of ours: no problem, and nothing for the log at every look.
      void reply.status(503);
      return error.getResponse();
    }
  }

  /** Only reported: without the queue calls are still taken in, and the worker's sweep finds them later. */
  private async queue(): Promise<HealthIndicatorResult> {
    return this.indicators.check('queue').up({ reachable: await this.jobs.isAvailable() });
  }

  /** Only reported: a wrong encryption key is for an administrator to heal, not for a restart. */
  private async zadarma(): Promise<HealthIndicatorResult> {
    const known = await this.settings.current(answerMs).catch(() => undefined);
    return this.indicators
      .check('zadarma')
      .up(
        known?.secretState === 'unreadable'
          ? { message: 'The stored secret cannot be read with APP_ENCRYPTION_KEY. Enter the secret again.' }
          : {},
      );
  }
}
