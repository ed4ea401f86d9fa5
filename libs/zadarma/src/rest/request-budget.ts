import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import type { Endpoint } from './endpoints';
import { RateLimitedError } from './zadarma.errors';

/** Somebody waits for the answer, or nobody does. */
export type Urgency = 'interactive' | 'background';

/** What an answer said about the account's budget; absent headers are undefined. */
export interface BudgetReport {
  readonly limit?: number;
  readonly remaining?: number;
  /** Unix seconds at which the budget is full again. */
  readonly reset?: number;
}

/** The account's limits per minute (facts sheet 1.5). */
export const generalPerMinute = 100;
const reservedForInteractive = 20;
const statisticsPerMinute = 3;
export const requestWindowSeconds = 60;
/**
 * Injection token of how long the limits count, in seconds: a minute at Zadarma. A spec may shorten it, for us and for
 * the simulator alike, to live through several of them.
 */
export const REQUEST_WINDOW_SECONDS = Symbol('REQUEST_WINDOW_SECONDS');
const longestBackgroundWaitMs = 120_000;

/**
 * The one request budget of an account. All processes share its state, which is in PostgreSQL; requests nobody waits
 * for leave the last 20 of a minute to those somebody waits for.
 */
@Injectable()
export class RequestBudget {
  private readonly interactive: RateLimiterPostgres;
  private readonly background: RateLimiterPostgres;
  private readonly statistics: RateLimiterPostgres;

  constructor(
    @InjectDataSource() dataSource: DataSource,
    @Inject(REQUEST_WINDOW_SECONDS) private readonly windowSeconds: number = requestWindowSeconds,
  ) {
    const limiter = (keyPrefix: string, points: number) =>
      new RateLimiterPostgres({
        storeClient: dataSource,
        storeType: 'typeorm',
        tableName: 'pbx_request_budget',
        tableCreated: true,
        // An account has two rows, so there is nothing to clean up.
        clearExpiredByTimeout: false,
        keyPrefix,
        points,
        duration: windowSeconds,
      });
    // Both count on the same rows; only the threshold differs.
    this.interactive = limiter('general', generalPerMinute);
    this.background = limiter('general', generalPerMinute - reservedForInteractive);
    this.statistics = limiter('statistics', statisticsPerMinute);
  }

  /**
   * Takes one request out of the budget. Background work waits for it, interactive work never does.
   *
   * @throws RateLimitedError; AbortError when `signal` aborts a wait
   */
  async take(
    account: string,
    budget: Endpoint['budget'],
    urgency: Urgency,
    signal?: AbortSignal,
  ): Promise<void> {
    const general = urgency === 'interactive' ? this.interactive : this.background;
    const limiters = budget === 'statistics' ? [this.statistics, general] : [general];
    const until = Date.now() + (urgency === 'background' ? longestBackgroundWaitMs : 0);
    for (const limiter of limiters) {
      await this.takeOne(limiter, account, until, signal);
    }
  }

  /** Takes the PBX's own count for ours where it is stricter: other programs may use the same account. */
  async report(account: string, budget: Endpoint['budget'], report: BudgetReport): Promise<void> {
    const { limit, remaining } = report;
    if (limit === undefined || remaining === undefined) {
      return;
    }
    const limiter = budget === 'statistics' ? this.statistics : this.interactive;
    const known = await limiter.get(account);
    const used = limiter.points - Math.floor((remaining / Math.max(limit, 1)) * limiter.points);
    if (used > (known?.consumedPoints ?? 0)) {
      await limiter.set(account, used, this.secondsUntil(report.reset));
    }
  }

  /**
   * Nobody asks again before the PBX allows it.
   *
   * @returns the seconds until then
   */
  async exhausted(account: string, budget: Endpoint['budget'], report: BudgetReport): Promise<number> {
    const seconds = this.secondsUntil(report.reset);
    await (budget === 'statistics' ? this.statistics : this.interactive).block(account, seconds);
    return seconds;
  }

  private async takeOne(
    limiter: RateLimiterPostgres,
    account: string,
    until: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    for (;;) {
      const waitMs = await this.attempt(limiter, account);
      if (waitMs === 0) {
        return;
      }
      if (Date.now() + waitMs > until) {
        throw new RateLimitedError(Math.ceil(waitMs / 1_000));
      }
      await delay(waitMs, undefined, { ...(signal && { signal }) });
    }
  }

  /** @returns 0 if a request was taken, else the milliseconds until there may be one */
  private async attempt(limiter: RateLimiterPostgres, account: string): Promise<number> {
    // Asked first: a refused attempt would count as well, and eat what is reserved for others.
    const known = await limiter.get(account);
    if (known && known.consumedPoints >= limiter.points) {
      return Math.max(1, known.msBeforeNext);
    }
    try {
      await limiter.consume(account);
      return 0;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) {
        await limiter.reward(account);
        return Math.max(1, refusal.msBeforeNext);
      }
      throw refusal;
    }
  }

  /** Clocks differ, and the limit counts for one window: never longer than that, never shorter than a second. */
  private secondsUntil(reset: number | undefined): number {
    const seconds = reset === undefined ? this.windowSeconds : Math.ceil(reset - Date.now() / 1_000);
    return Math.min(this.windowSeconds, Math.max(1, seconds));
  }
}
