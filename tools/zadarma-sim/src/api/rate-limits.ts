import type { SimulatorClock } from '../account/clock';

/** Requests that fit into a window. */
export interface RequestLimits {
  overall: number;
  statistics: number;
  /** A minute unless given. */
  windowSeconds?: number;
}

export interface RateVerdict {
  allowed: boolean;
  headers: Record<string, string>;
}

interface Window {
  until: number;
  used: number;
}

const minute = 60;

/** Counts the account's requests per window: all of them, and the statistics methods by themselves. */
export class RateLimits {
  private readonly windows = new Map<'overall' | 'statistics', Window>();

  constructor(
    private readonly clock: SimulatorClock,
    private readonly limits: RequestLimits,
  ) {}

  /** Counts one request of a method (`/v1/…/`) and says whether it still fits. */
  count(method: string): RateVerdict {
    const isStatistics = method.startsWith('/v1/statistics/');
    const overall = this.use('overall');
    const own = isStatistics ? this.use('statistics') : overall;
    const limit = isStatistics ? this.limits.statistics : this.limits.overall;
    const remaining = Math.min(limit - own.used, this.limits.overall - overall.used);
    return {
      allowed: remaining >= 0,
      headers: {
        'X-Zadarma-Method': method,
        'X-RateLimit-Limit': String(limit),
        'X-RateLimit-Remaining': String(Math.max(0, remaining)),
        'X-RateLimit-Reset': String(Math.ceil(own.until / 1000)),
      },
    };
  }

  clear(): void {
    this.windows.clear();
  }

  private use(name: 'overall' | 'statistics'): Window {
    const now = this.clock.now();
    const known = this.windows.get(name);
    const until = now + (this.limits.windowSeconds ?? minute) * 1_000;
    const window = known !== undefined && known.until > now ? known : { until, used: 0 };
    window.used += 1;
    this.windows.set(name, window);
    return window;
  }
}
