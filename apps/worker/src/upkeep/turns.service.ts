import { LOG, type Log } from '@callboard/platform';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';

/** Runs pieces of upkeep by name, none of them twice at once, and waits for them when the worker ends. */
@Injectable()
export class Turns implements BeforeApplicationShutdown {
  private readonly running = new Map<string, Promise<void>>();
  private readonly ending = new AbortController();

  constructor(@Inject(LOG) private readonly log: Log) {}

  /** Aborted once the worker ends. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.running.values());
  }

  /** A failure is logged and forgotten: the next turn comes anyway. */
  once(upkeep: string, work: () => Promise<unknown>): Promise<void> {
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
