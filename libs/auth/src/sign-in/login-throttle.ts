import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { tooManyAttempts } from '../auth.errors';
import { hashToken } from '../secret-token';
import { networkOf } from './network-of';

const quarterOfAnHour = 15 * 60;

/** One attempt to sign in, already counted as failed. */
export interface LoginAttempt {
  /** Takes the attempt back after it turned out to be right. */
  succeeded(): Promise<void>;
}

/**
 * Counts failed sign-ins in PostgreSQL, so that all processes count together: 10 in 15 minutes for one account from
 * one address, 50 for one account from all addresses, 100 from one address. An attempt counts before its password is
 * looked at, so that many at once cannot slip through.
 *
 * The limit over all addresses has a price: whoever holds five addresses can keep an employee they know by e-mail from
 * signing in, for as long as they go on. Guessing by a thousand addresses at once would be worse; sessions and API keys
 * that exist go on working.
 */
@Injectable()
export class LoginThrottle {
  private readonly perAccountAndAddress: RateLimiterPostgres;
  private readonly perAccount: RateLimiterPostgres;
  private readonly perAddress: RateLimiterPostgres;

  constructor(@InjectDataSource() dataSource: DataSource) {
    const limiter = (keyPrefix: string, points: number) =>
      new RateLimiterPostgres({
        storeClient: dataSource,
        storeType: 'typeorm',
        tableName: 'login_attempts',
        tableCreated: true,
        keyPrefix,
        points,
        duration: quarterOfAnHour,
      });
    this.perAccountAndAddress = limiter('account', 10);
    this.perAccount = limiter('everywhere', 50);
    this.perAddress = limiter('address', 100);
  }

  /** @throws DomainError `too_many_attempts` with `retryAfterSeconds` in its details */
  async attempt(email: string, address: string): Promise<LoginAttempt> {
    const network = networkOf(address);
    const account = hashToken(email);
    const accountAndAddress = hashToken(`${email}\n${network}`);
    // The narrow limits first: what they refuse must not help one address to lock an account for all.
    await consume(this.perAddress, network);
    await consume(this.perAccountAndAddress, accountAndAddress);
    await consume(this.perAccount, account);
    return {
      succeeded: async () => {
        await Promise.all([
          this.perAccountAndAddress.delete(accountAndAddress),
          // Taken back, not cleared: the owner's own sign-in must not free whoever is guessing meanwhile.
          this.perAccount.reward(account),
          this.perAddress.reward(network),
        ]);
      },
    };
  }
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (reason) {
    throw reason instanceof RateLimiterRes ? tooManyAttempts(Math.ceil(reason.msBeforeNext / 1000)) : reason;
  }
}
