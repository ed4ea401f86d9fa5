import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { personLimiter, takeOne } from './person-limiter';

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
    const limiter = personLimiter({ storeClient, storeType: 'client', keyPrefix: 'calls' });
    return takeOne(limiter, employeeId, 'calls');
  }
}
