import { CallsModule, RoutingService } from '@callboard/calls';
import { ENVIRONMENT, type Environment, LOG, type Log } from '@callboard/platform';
import { Module } from '@nestjs/common';
import { ZadarmaSettingsService } from './settings/zadarma-settings.service';
import { IntakeRuntime } from './webhook/intake-runtime';
import { WebhookIntake } from './webhook/webhook-intake';
import { ZadarmaModule } from './zadarma.module';

/** The webhook's intake, for the process that has the HTTP door. */
@Module({
  imports: [ZadarmaModule, CallsModule],
  providers: [
    {
      provide: IntakeRuntime,
      inject: [ENVIRONMENT, LOG, ZadarmaSettingsService, RoutingService],
      useFactory: (
        environment: Environment,
        log: Log,
        settings: ZadarmaSettingsService,
        rule: RoutingService,
      ) => new IntakeRuntime(environment, log, settings, rule),
    },
    {
      provide: WebhookIntake,
      inject: [IntakeRuntime],
      useFactory: (runtime: IntakeRuntime) => runtime.intake,
    },
  ],
  exports: [WebhookIntake],
})
export class ZadarmaIntakeModule {}
