import { SetupService } from '@callboard/auth';
import { ENVIRONMENT, type Environment, LOG, type Log } from '@callboard/platform';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

/** At each start: makes sure that there is, or can be, a first administrator. */
@Injectable()
export class SetupAnnouncer implements OnApplicationBootstrap {
  constructor(
    private readonly setup: SetupService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { ADMIN_EMAIL, ADMIN_PASSWORD, PUBLIC_URL } = this.environment;
    const given = ADMIN_EMAIL && ADMIN_PASSWORD ? { email: ADMIN_EMAIL, password: ADMIN_PASSWORD } : null;
    const preparation = await this.setup.prepare(given);
    if (preparation.state === 'administrator_created') {
      this.log.info('The first administrator was created from ADMIN_EMAIL and ADMIN_PASSWORD');
    }
    if (preparation.state === 'waiting') {
      // Without this line nobody gets in, so it is written at every LOG_LEVEL.
      this.log
        .child({}, { level: 'warn' })
        .warn(
          `There is no administrator yet. Open ${PUBLIC_URL}/setup and enter this one-time token: ${preparation.token}`,
        );
    }
  }
}
