import { type DynamicModule, Module } from '@nestjs/common';
import { Clock, SystemClock } from './clock';
import { ENVIRONMENT, type Environment } from './environment';
import type { Log } from './logger';
import { SecretBox } from './secret-box';

/** Injection token of the process's `Log`. */
export const LOG = Symbol('LOG');

/** What every process has: its environment, log, clock and secret box. */
@Module({})
export class PlatformModule {
  static forRoot(environment: Environment, log: Log, clock: Clock = new SystemClock()): DynamicModule {
    const box = new SecretBox(environment.APP_ENCRYPTION_KEY, environment.APP_ENCRYPTION_KEY_PREVIOUS);
    return {
      module: PlatformModule,
      global: true,
      providers: [
        { provide: ENVIRONMENT, useValue: environment },
        { provide: LOG, useValue: log },
        { provide: Clock, useValue: clock },
        { provide: SecretBox, useValue: box },
      ],
      exports: [ENVIRONMENT, LOG, Clock, SecretBox],
    };
  }
}
