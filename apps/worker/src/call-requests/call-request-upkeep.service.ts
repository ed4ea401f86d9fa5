import { CallRequestsService } from '@callboard/calls';
import { LOG, type Log } from '@callboard/platform';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { CallRequestAnnouncer } from './call-request-announcer.service';

const everyMs = 5_000;

/**
 * Ends call requests nobody works on any more: whose job was lost, or whose worker died. It dials nothing, ever; a
 * phone that rings a minute after the click helps nobody, and one that rings twice is worse.
 */
@Injectable()
export class CallRequestUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private running: Promise<void> | undefined;
  private isEnding = false;

  constructor(
    private readonly requests: CallRequestsService,
    private readonly announcer: CallRequestAnnouncer,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    void this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    await this.running;
  }

  /** A failure is logged and forgotten: the next turn comes anyway. */
  @Interval(everyMs)
  run(): Promise<void> {
    if (!this.isEnding) {
      this.running ??= this.giveUp()
        .catch((error: unknown) => this.log.warn({ err: error }, 'upkeep of call requests failed'))
        .finally(() => {
          this.running = undefined;
        });
    }
    return this.running ?? Promise.resolve();
  }

  private async giveUp(): Promise<void> {
    const changed = await this.requests.giveUpOverdue();
    await Promise.all(changed.map((request) => this.announcer.announce(request)));
    if (changed.length > 0) {
      this.log.info({ upkeep: 'call-requests', result: changed.length }, 'upkeep done');
    }
  }
}
