import { ForgottenRecordings } from '@callboard/recordings';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Turns } from '../upkeep/turns.service';
import { RecordingsSweep } from './recordings-sweep.service';

const sweepEveryMs = 2_000;
const callsAtOnce = 50;

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
    let goesOn = true;
    while (goesOn && !this.turns.signal.aborted) {
      const some = await this.forgotten.addSome(callsAtOnce);
      added += some.count;
      goesOn = some.goesOn;
    }
    return added;
  }
}
