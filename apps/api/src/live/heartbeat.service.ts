import { Clock, LOG, type Log } from '@callboard/platform';
import { Inbox } from '@callboard/zadarma';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LiveHub } from './live-hub.service';
import type { LiveStream } from './live-stream';
import { formatHeartbeat } from './sse-event';

const lookEveryMs = 5_000;
const beatEveryMs = 15_000;
/** By then a job is taken over from a worker that was killed: an event that waits longer is not just on its way. */
const longestWayMs = 20_000;

/**
 * Tells every reader that the stream lives, and whether what the PBX tells is worked through: with the worker stopped,
 * or the database away, calls are still taken in, but nothing of them is to be seen.
 */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly timers: NodeJS.Timeout[] = [];
  private waits = false;
  private lookedAt = performance.now();
  private looking: Promise<void> | undefined;

  constructor(
    private readonly hub: LiveHub,
    private readonly inbox: Inbox,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timers.push(
      setInterval(() => void this.lookAgain(), lookEveryMs),
      setInterval(() => this.hub.beat(this.text()), beatEveryMs),
    );
  }

  onModuleDestroy(): void {
    this.timers.forEach((timer) => clearInterval(timer));
  }

  /** The first beat of a reader, which need not wait for the next one to know how things stand. */
  async greet(stream: LiveStream): Promise<void> {
    await this.look();
    stream.beat(this.text());
  }

  private async lookAgain(): Promise<void> {
    if (this.hub.isIdle) {
      this.lookedAt = performance.now();
    } else {
      await this.look();
    }
  }

  /** One question at a time, however many greet. */
  private look(): Promise<void> {
    this.looking ??= this.ask()
      .catch((error: unknown) =>
        this.log.warn({ err: error }, 'The live stream could not ask what waits in the inbox'),
      )
      .finally(() => {
        this.looking = undefined;
      });
    return this.looking;
  }

  private async ask(): Promise<void> {
    const longAgo = new Date(this.clock.now().getTime() - longestWayMs);
    this.waits = (await this.inbox.unprocessed(longAgo, 1)).length > 0;
    this.lookedAt = performance.now();
  }

  /** A database that gave no answer for so long works nothing through either. */
  private text(): string {
    const isUnknown = performance.now() - this.lookedAt > longestWayMs;
    return formatHeartbeat({ behind: this.waits || isUnknown });
  }
}
