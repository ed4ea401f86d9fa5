import { setTimeout as delay } from 'node:timers/promises';
import { LOG, type Log } from '@callboard/platform';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PresenceWatch } from '../pbx/presence-watch.service';
import { Closer } from './closer.service';
import { FollowUps } from './follow-ups.service';
import { isUnfinished, Sweep, type SweepResult } from './sweep.service';

const sweepEveryMs = 5_000;
/** Between two sweeps while there is more than one takes. */
const goOnAfterMs = 1_000;
const closeEveryMs = 60_000;
const presenceEveryMs = 30_000;

/** Runs what keeps the house in order: each kind of upkeep at its times, never twice at once. */
@Injectable()
export class UpkeepSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly running = new Map<string, Promise<void>>();
  /** Aborted once the worker ends. */
  private readonly ending = new AbortController();

  constructor(
    private readonly sweep: Sweep,
    private readonly followUps: FollowUps,
    private readonly closer: Closer,
    private readonly presence: PresenceWatch,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    void this.sweepNow();
    void this.followUpNow();
    void this.closeNow();
    void this.presenceNow();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.running.values());
  }

  @Interval(sweepEveryMs)
  sweepNow(): Promise<void> {
    return this.once('sweep', () => this.sweepAll());
  }

  @Interval(sweepEveryMs)
  followUpNow(): Promise<void> {
    return this.once('follow-ups', () => this.followUps.run());
  }

  @Interval(closeEveryMs)
  closeNow(): Promise<void> {
    return this.once('closer', () => this.closer.run());
  }

  @Interval(presenceEveryMs)
  presenceNow(): Promise<void> {
    return this.once('presence', () => this.presence.run(this.ending.signal));
  }

  private async sweepAll(): Promise<SweepResult> {
    let result = await this.sweep.run();
    while (isUnfinished(result) && !this.ending.signal.aborted) {
      await delay(goOnAfterMs);
      result = await this.sweep.run();
    }
    return result;
  }

  /** A failure is logged and forgotten: the next turn comes anyway. */
  private once(upkeep: string, work: () => Promise<unknown>): Promise<void> {
    const present = this.running.get(upkeep);
    if (present || this.ending.signal.aborted) {
      return present ?? Promise.resolve();
    }
    const run = work()
      .then(
        (result) => this.report(upkeep, result),
        (error: unknown) => this.reportFailure(upkeep, error),
      )
      .finally(() => this.running.delete(upkeep));
    this.running.set(upkeep, run);
    return run;
  }

  private report(upkeep: string, result: unknown): void {
    if (result !== 0) {
      this.log.info({ upkeep, result }, 'upkeep done');
    }
  }

  /** What is broken off because the worker ends has not failed. */
  private reportFailure(upkeep: string, error: unknown): void {
    if (!this.ending.signal.aborted) {
      this.log.warn({ upkeep, err: error }, 'upkeep failed');
    }
  }
}
