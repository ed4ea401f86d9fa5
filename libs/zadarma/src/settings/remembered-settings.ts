import type { Clock } from '@callboard/platform';
import { withDeadline } from '../deadline';

const freshForMs = 5_000;
const longestLoadMs = 2_000;
const mismatchPauseMs = 1_000;

/**
 * A value held in memory that follows its database row: shown at once, re-read in the background every 5 s.
 *
 * While the database is away the last known value keeps being used, so that webhooks can still be verified.
 */
export class RememberedSettings<Value> {
  private value: Value | undefined;
  private loadedAt = 0;
  private loading: Promise<Value> | undefined;
  private generation = 0;
  private lastMismatchAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly load: () => Promise<Value>,
    private readonly clock: Clock,
  ) {}

  /**
   * The value, without waiting if one is known and was not dropped.
   *
   * @throws what loading threw, or DeadlineExceededError, only if no value is known at all.
   */
  async current(longestWaitMs = longestLoadMs): Promise<Value> {
    if (this.value !== undefined && this.loadedAt > 0) {
      if (this.clock.now().getTime() - this.loadedAt >= freshForMs) {
        this.reload().catch(() => undefined);
      }
      return this.value;
    }
    try {
      return await withDeadline(this.reload(), longestWaitMs);
    } catch (error) {
      if (this.value === undefined) {
        throw error;
      }
      // Waiting again would only slow down the next ones; the row is asked for in the background.
      this.loadedAt = this.clock.now().getTime() - freshForMs;
      return this.value;
    }
  }

  /** Takes over what this process has just stored, so that a database that goes away now takes nothing with it. */
  remember(value: Value): void {
    this.invalidate();
    this.value = value;
    this.loadedAt = this.clock.now().getTime();
  }

  /** Makes the next `current` read the row again. */
  invalidate(): void {
    this.generation += 1;
    this.loadedAt = 0;
    this.loading = undefined;
  }

  /**
   * Reads the row again because something did not fit; at most once a second, whoever provokes it.
   *
   * @returns true if the value was read again.
   */
  async rereadAfterMismatch(longestWaitMs: number): Promise<boolean> {
    const now = this.clock.now().getTime();
    if (now - this.lastMismatchAt < mismatchPauseMs) {
      return false;
    }
    this.lastMismatchAt = now;
    try {
      await withDeadline(this.reload(), longestWaitMs);
      return true;
    } catch {
      return false;
    }
  }

  private reload(): Promise<Value> {
    this.loading ??= this.start(this.generation);
    return this.loading;
  }

  private async start(generation: number): Promise<Value> {
    try {
      const value = await withDeadline(this.load(), longestLoadMs);
      if (generation === this.generation) {
        this.value = value;
        this.loadedAt = this.clock.now().getTime();
      }
      return value;
    } finally {
      if (generation === this.generation) {
        this.loading = undefined;
      }
    }
  }
}
