import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { personLimiter, takeOne } from './person-limiter';

/**
 * What one person, or one key, may ask Zadarma for within a minute: whoever presses again and again must leave something
 * of the account's budget to the others.
 */
@Injectable()
export class PersonalShare {
  private readonly limiter: RateLimiterPostgres;

  constructor(@InjectDataSource() dataSource: DataSource) {
    this.limiter = personLimiter({ storeClient: dataSource, storeType: 'typeorm', keyPrefix: 'personal' });
  }

  /** Takes one request out of the person's share. @throws PersonalShareUsedUpError */
  take(person: string): Promise<void> {
    return takeOne(this.limiter, person, 'recordings');
  }
}
