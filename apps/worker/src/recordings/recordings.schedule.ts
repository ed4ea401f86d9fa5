import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Turns } from '../upkeep/turns.service';
import { RecordingsSweep } from './recordings-sweep.service';

const sweepEveryMs = 2_000;

/** Looks for recordings with something to do. */
@Injectable()
export class RecordingsSchedule implements OnApplicationBootstrap {
  constructor(
    private readonly sweep: RecordingsSweep,
    private readonly turns: Turns,
  ) {}

  onApplicationBootstrap(): void {
    void this.sweepNow();
  }

  @Interval(sweepEveryMs)
  sweepNow(): Promise<void> {
    return this.turns.once('recordings', () => this.sweep.run());
  }
}
