import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { EntityManager } from 'typeorm';
import { perPersonAndMinute } from './personal-share';
import { PersonalShareUsedUpError } from './zadarma.errors';

/**
 * How many calls one person may have dialled within a minute: whoever dials number after number must leave something of
 * the account's budget to the others.
 */
@Injectable()
export class CallShare {
  /**
   * Takes one call out of the person's share, in the transaction that writes the call's wish down: what is not written
   * down, a repeat of a wish for example, takes nothing.
   *
   * @throws PersonalShareUsedUpError
   */
  async take(employeeId: string, manager: EntityManager): Promise<void> {
    const storeClient = (await manager.queryRunner?.connect()) as unknown;
    const limiter = new RateLimiterPostgres({
      storeClient,
      storeType: 'client',
      tableName: 'pbx_request_budget',
      tableCreated: true,
      // A person has one row, so there is nothing to clean up.
      clearExpiredByTimeout: false,
      keyPrefix: 'calls',
      points: perPersonAndMinute,
      duration: 60,
    });
    try {
      await limiter.consume(employeeId);
    } catch (reason) {
      throw reason instanceof RateLimiterRes
        ? new PersonalShareUsedUpError(Math.max(1, Math.ceil(reason.msBeforeNext / 1_000)), 'calls')
        : reason;
    }
  }
}
