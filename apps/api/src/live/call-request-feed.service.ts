import type { Principal } from '@callboard/auth';
import { type CallRequestNews, CallRequestsService } from '@callboard/calls';
import { LiveBus } from '@callboard/messaging';
import { LOG, type Log } from '@callboard/platform';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LiveHub } from './live-hub.service';
import { RecentChanges } from './recent-changes';
import type { SseEvent } from './sse-event';

const pollEveryMs = 5_000;
const mostAtOnce = 500;

/** Shows call requests to whoever made them, while they change; like calls, a lost wake-up costs seconds. */
@Injectable()
export class CallRequestFeed implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly recent: RecentChanges;
  private timer: NodeJS.Timeout | undefined;
  private wasIdle = true;
  /** One question at a time, so that a request's changes are sent in their order. */
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly requests: CallRequestsService,
    private readonly hub: LiveHub,
    private readonly bus: LiveBus,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.recent = new RecentChanges(
      {
        changedSince: (since, limit) => this.requests.changedSince(since, limit, null),
        now: () => this.requests.now(),
      },
      mostAtOnce,
    );
  }

  onApplicationBootstrap(): void {
    this.bus.subscribe((signal) => {
      if (signal.type === 'callRequest.changed' && !this.hub.isIdle) {
        this.soon(() => this.send([signal.id]));
      }
    });
    this.timer = setInterval(() => this.soon(() => this.heal()), pollEveryMs);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Finds what no wake-up told about. */
  private async heal(): Promise<void> {
    if (this.hub.isIdle) {
      this.wasIdle = true;
      return;
    }
    if (this.wasIdle) {
      this.wasIdle = false;
      this.recent.start();
    }
    const missed = await this.recent.unseen();
    if (missed !== 'too_many') {
      await this.send(missed);
    }
  }

  private async send(ids: readonly string[]): Promise<void> {
    for (const news of await this.requests.news(ids)) {
      const { id, employeeId } = news.callRequest;
      this.recent.note(id, news.updatedAt);
      this.hub.sendTo((principal) => isOwner(principal, employeeId), requestChangedEvent(news));
    }
  }

  private soon(work: () => Promise<void>): void {
    this.sending = this.sending
      .then(work)
      .catch((error: unknown) =>
        this.log.warn({ err: error }, 'The live stream could not read call requests'),
      );
  }
}

function isOwner({ kind, id }: Principal, employeeId: string): boolean {
  return kind === 'employee' && id === employeeId;
}

/** The event that shows a call request as it is now. */
export function requestChangedEvent({ callRequest, updatedAt }: CallRequestNews): SseEvent {
  const { id, version } = callRequest;
  return {
    name: 'callRequest.changed',
    id: updatedAt.toISOString(),
    data: { id, version, callRequest },
  };
}
