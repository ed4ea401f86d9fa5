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
 * one address, 100 from one address. An attempt counts before its password is looked at, so that many at once cannot
 * slip through.
 */
@Injectable()
export class LoginThrottle {
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
    this.perAccount = limiter('account', 10);
    this.perAddress = limiter('address', 100);
  }

  /** @throws DomainError `too_many_attempts` with `retryAfterSeconds` in its details */
  async attempt(email: string, address: string): Promise<LoginAttempt> {
    const network = networkOf(address);
    const account = hashToken(`${email}\n${network}`);
    await consume(this.perAddress, network);
    await consume(this.perAccount, account);
    return {
      succeeded: async () => {
        await Promise.all([this.perAccount.delete(account), this.perAddress.reward(network)]);
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
