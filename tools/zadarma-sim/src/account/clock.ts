import { setTimeout as wait } from 'node:timers/promises';

/** Where the simulator gets the time from; a test may replace it. */
export interface SimulatorClock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason once it is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: SimulatorClock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
};

// setTimeout treats anything longer as 1 ms.
const longestTimer = 2_147_483_647;

/** Turns seconds of a simulated call into real waiting, `speed` times faster. */
export class Pace {
  constructor(
    readonly clock: SimulatorClock,
    readonly speed: number,
  ) {}

  /** Waits `seconds` of simulated time; rejects once `signal` is aborted. */
  async pause(seconds: number, signal: AbortSignal): Promise<void> {
    const milliseconds = Math.min((seconds * 1000) / this.speed, longestTimer);
    await this.clock.sleep(Math.max(0, milliseconds), signal);
  }

  /** Simulated seconds (whole) that passed since `startedAt` (real milliseconds). */
  secondsSince(startedAt: number): number {
    return Math.round(((this.clock.now() - startedAt) / 1000) * this.speed);
  }
}
