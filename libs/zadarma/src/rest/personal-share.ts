import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { PersonalShareUsedUpError } from './zadarma.errors';

/** More than anybody does in earnest, and two people at once still leave something of the account's hundred. */
export const perPersonAndMinute = 40;

/**
 * What one person, or one key, may ask Zadarma for within a minute: whoever presses again and again must leave something
 * of the account's budget to the others. Counted in PostgreSQL, for all processes together.
 */
@Injectable()
export class PersonalShare {
  private readonly limiter: RateLimiterPostgres;

  constructor(@InjectDataSource() dataSource: DataSource) {
    this.limiter = new RateLimiterPostgres({
      storeClient: dataSource,
      storeType: 'typeorm',
      tableName: 'pbx_request_budget',
      tableCreated: true,
      // A person has one row, so there is nothing to clean up.
      clearExpiredByTimeout: false,
      keyPrefix: 'personal',
      points: perPersonAndMinute,
      duration: 60,
    });
  }

  /** Takes one request out of the person's share. @throws PersonalShareUsedUpError */
  async take(person: string): Promise<void> {
    try {
      await this.limiter.consume(person);
    } catch (reason) {
      throw reason instanceof RateLimiterRes
        ? new PersonalShareUsedUpError(Math.max(1, Math.ceil(reason.msBeforeNext / 1_000)), 'recordings')
        : reason;
    }
  }
}
