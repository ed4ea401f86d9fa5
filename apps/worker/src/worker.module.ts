import { AuthModule } from '@callboard/auth';
import { DatabaseModule } from '@callboard/database';
import { MessagingModule } from '@callboard/messaging';
import { type Clock, type Environment, type Log, PlatformModule } from '@callboard/platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { CallRequestsWorkModule } from './call-requests/call-requests-work.module';
import { CallsWorkModule } from './calls/calls-work.module';
import { HealthModule } from './health/health.module';
import { InstallationCheck } from './installation-check.service';
import { PbxWorkModule } from './pbx/pbx-work.module';
import { RecordingsWorkModule } from './recordings/recordings-work.module';
import { RetentionWorkModule } from './retention/retention-work.module';
import { TranscriptsWorkModule } from './transcripts/transcripts-work.module';
import { UpkeepModule } from './upkeep/upkeep.module';
import { ZadarmaEventsModule } from './zadarma-events/zadarma-events.module';

/** The whole worker: what every process needs, then one module per folder of processors. */
@Module({})
export class WorkerModule {
  static forRoot(environment: Environment, log: Log, clock?: Clock): DynamicModule {
    const { DATABASE_URL, REDIS_URL } = environment;
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot(environment, log, clock),
        DatabaseModule.forRoot({ url: DATABASE_URL, applicationName: 'callboard-worker', poolSize: 14 }),
        MessagingModule.forRoot({ databaseUrl: DATABASE_URL, redisUrl: REDIS_URL, role: 'worker' }),
        // For its tables: other rooms' rows refer to employees.
        AuthModule,
        ZadarmaEventsModule,
        PbxWorkModule,
        CallsWorkModule,
        CallRequestsWorkModule,
        RecordingsWorkModule,
        RetentionWorkModule,
        TranscriptsWorkModule,
        UpkeepModule,
        HealthModule,
      ],
      providers: [InstallationCheck],
    };
  }
}
