import { DatabaseModule } from '@callboard/database';
import { type Clock, type Environment, type Log, PlatformModule } from '@callboard/platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { HttpModule } from './http/http.module';

/** The whole API: what every process needs, then one module per feature folder. */
@Module({})
export class AppModule {
  static forRoot(environment: Environment, log: Log, clock?: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(environment, log, clock),
        DatabaseModule.forRoot({ url: environment.DATABASE_URL, applicationName: 'callboard-api' }),
        HttpModule,
      ],
    };
  }
}
