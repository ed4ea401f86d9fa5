import { type IRateLimiterStoreOptions, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { PersonalShareUsedUpError } from './zadarma.errors';

/** More than anybody does in earnest, and two people at once still leave something of the account's hundred. */
const perPersonAndMinute = 40;

type Store = Pick<IRateLimiterStoreOptions, 'storeClient' | 'storeType' | 'keyPrefix'>;

/** Counts what each person did within a minute, in PostgreSQL, for all processes together. */
export function personLimiter(store: Store): RateLimiterPostgres {
  return new RateLimiterPostgres({
    ...store,
    tableName: 'pbx_request_budget',
    tableCreated: true,
    // A person has one row, so there is nothing to clean up.
    clearExpiredByTimeout: false,
    points: perPersonAndMinute,
    duration: 60,
  });
}

/** Takes one out of a person's share. @throws PersonalShareUsedUpError */
export async function takeOne(
  limiter: RateLimiterPostgres,
  person: string,
  of: 'calls' | 'recordings',
): Promise<void> {
  try {
    await limiter.consume(person);
  } catch (reason) {
    throw reason instanceof RateLimiterRes
      ? new PersonalShareUsedUpError(Math.max(1, Math.ceil(reason.msBeforeNext / 1_000)), of)
      : reason;
  }
}
