import { ForgottenRecordings } from '@callboard/recordings';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Turns } from '../upkeep/turns.service';
import { RecordingsSweep } from './recordings-sweep.service';

const sweepEveryMs = 2_000;
const callsAtOnce = 200;

/** Looks for recordings with something to do; once, for those that an earlier version left without a row. */
@Injectable()
export class RecordingsSchedule implements OnApplicationBootstrap {
  constructor(
    private readonly sweep: RecordingsSweep,
    private readonly forgotten: ForgottenRecordings,
    private readonly turns: Turns,
  ) {}

  onApplicationBootstrap(): void {
    void this.sweepNow();
    void this.addForgottenNow();
  }

  addForgottenNow(): Promise<void> {
    return this.turns.once('forgotten-recordings', () => this.addForgotten());
  }

  @Interval(sweepEveryMs)
  sweepNow(): Promise<void> {
    return this.turns.once('recordings', () => this.sweep.run());
  }

  /** Number of calls that got their rows. */
  private async addForgotten(): Promise<number> {
    let added = 0;
    let after: string | null = null;
    do {
      const { count, last } = await this.forgotten.addSome(after, callsAtOnce);
      added += count;
      after = last;
    } while (after !== null && !this.turns.signal.aborted);
    return added;
  }
}
