import { DatabaseModule } from '@callboard/database';
import { MessagingModule } from '@callboard/messaging';
import { type Clock, type Environment, type Log, PlatformModule } from '@callboard/platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { ApiKeysApiModule } from './api-keys/api-keys-api.module';
import { AuthApiModule } from './auth/auth-api.module';
import { CallRequestsApiModule } from './call-requests/call-requests-api.module';
import { CallsApiModule } from './calls/calls-api.module';
import { ContactsApiModule } from './contacts/contacts-api.module';
import { EmployeesApiModule } from './employees/employees-api.module';
import { HttpModule } from './http/http.module';
import { JournalApiModule } from './journal/journal-api.module';
import { LiveApiModule } from './live/live-api.module';
import { PbxApiModule } from './pbx/pbx-api.module';
import { RecordingsApiModule } from './recordings/recordings-api.module';
import { RetentionApiModule } from './recordings/retention-api.module';
import { TranscriptsApiModule } from './recordings/transcripts-api.module';
import { SettingsApiModule } from './settings/settings-api.module';
import { SetupApiModule } from './setup/setup-api.module';
import { WebrtcApiModule } from './webrtc/webrtc-api.module';
import { ZadarmaApiModule } from './zadarma/zadarma-api.module';

/** The whole API: what every process needs, then one module per feature folder. */
@Module({})
export class AppModule {
  static forRoot(environment: Environment, log: Log, clock?: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(environment, log, clock),
        DatabaseModule.forRoot({ url: environment.DATABASE_URL, applicationName: 'callboard-api' }),
        MessagingModule.forRoot({
          databaseUrl: environment.DATABASE_URL,
          redisUrl: environment.REDIS_URL,
          role: 'producer',
        }),
        HttpModule,
        SetupApiModule,
        AuthApiModule,
        EmployeesApiModule,
        ApiKeysApiModule,
        CallsApiModule,
        CallRequestsApiModule,
        ContactsApiModule,
        PbxApiModule,
        RecordingsApiModule,
        RetentionApiModule,
        TranscriptsApiModule,
        ZadarmaApiModule,
        SettingsApiModule,
        WebrtcApiModule,
        JournalApiModule,
        LiveApiModule,
      ],
    };
  }
}
