import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PresenceWatch } from '../pbx/presence-watch.service';
import { Closer } from './closer.service';
import { FollowUps } from './follow-ups.service';
import { isUnfinished, Sweep, type SweepResult } from './sweep.service';
import { Turns } from './turns.service';

const sweepEveryMs = 5_000;
/** Between two sweeps while there is more than one takes. */
const goOnAfterMs = 1_000;
const closeEveryMs = 60_000;
const presenceEveryMs = 30_000;

/** Runs what keeps the house in order: each kind of upkeep at its times, never twice at once. */
@Injectable()
export class UpkeepSchedule implements OnApplicationBootstrap {
  constructor(
    private readonly sweep: Sweep,
    private readonly followUps: FollowUps,
    private readonly closer: Closer,
    private readonly presence: PresenceWatch,
    private readonly turns: Turns,
  ) {}

  onApplicationBootstrap(): void {
    void this.sweepNow();
    void this.followUpNow();
    void this.closeNow();
    void this.presenceNow();
  }

  @Interval(sweepEveryMs)
  sweepNow(): Promise<void> {
    return this.turns.once('sweep', () => this.sweepAll());
  }

  @Interval(sweepEveryMs)
  followUpNow(): Promise<void> {
    return this.turns.once('follow-ups', () => this.followUps.run());
  }

  @Interval(closeEveryMs)
  closeNow(): Promise<void> {
    return this.turns.once('closer', () => this.closer.run());
  }

  @Interval(presenceEveryMs)
  presenceNow(): Promise<void> {
    return this.turns.once('presence', () => this.presence.run(this.turns.signal));
  }

  private async sweepAll(): Promise<SweepResult> {
    let result = await this.sweep.run();
    while (isUnfinished(result) && !this.turns.signal.aborted) {
      await delay(goOnAfterMs);
      result = await this.sweep.run();
    }
    return result;
  }
}
