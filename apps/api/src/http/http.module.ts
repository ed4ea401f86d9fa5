import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';
import { ProblemFilter } from './problem.filter';
import { validationPipe } from './validation.pipe';

/** What holds for every request: validation, problems, health, metrics. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), ZadarmaModule],
  controllers: [HealthController, MetricsController],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: validationPipe },
  ],
})
export class HttpModule {}
