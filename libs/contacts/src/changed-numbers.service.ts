import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { ChangedNumberEntity } from './changed-number.entity';

/** Numbers in one statement; an import changes tens of thousands. */
const numbersAtOnce = 5_000;

/** Numbers whose calls wait to be matched again after contacts changed. */
@Injectable()
export class ChangedNumbers {
  constructor(private readonly manager: EntityManager) {}

  /** Notes numbers (E.164) in the transaction that changes them. In key order, so that two changes cannot deadlock. */
  async add(numbers: readonly string[], changedAt: Date, manager: EntityManager): Promise<void> {
    const inOrder = [...new Set(numbers)].sort();
    for (let at = 0; at < inOrder.length; at += numbersAtOnce) {
      await manager.query(
        `INSERT INTO changed_numbers (number, changed_at)
         SELECT number, $2 FROM unnest($1::text[]) AS changed (number) ORDER BY number COLLATE "C"
         ON CONFLICT (number) DO UPDATE SET changed_at = excluded.changed_at`,
        [inOrder.slice(at, at + numbersAtOnce), changedAt],
      );
    }
  }

  /** Numbers that changed before `olderThan` and are still noted; those that wait longest first. */
  async waiting(olderThan: Date, limit: number): Promise<string[]> {
    const rows = await this.manager.query<{ number: string }[]>(
      `SELECT number FROM changed_numbers WHERE changed_at < $1 ORDER BY changed_at, number LIMIT $2`,
      [olderThan, limit],
    );
    return rows.map(({ number }) => number);
  }

  /**
   * Follows up the changes of numbers, then forgets them. One that changes again meanwhile stays noted, and so do all
   * if the work fails.
   */
  async settle<T>(numbers: readonly string[], work: () => Promise<T>): Promise<T> {
    const noted = await this.manager.query<ChangedNumberEntity[]>(
      `SELECT number, changed_at AS "changedAt" FROM changed_numbers WHERE number = ANY ($1)`,
      [numbers],
    );
    const result = await work();
    // In key order, as they are noted, so that it cannot deadlock with a change of thousands of them.
    await this.manager.query(
      `DELETE FROM changed_numbers WHERE number IN (
         SELECT c.number FROM changed_numbers c
         JOIN unnest($1::text[], $2::timestamptz[]) AS done (number, changed_at)
           ON c.number = done.number AND c.changed_at = done.changed_at
         ORDER BY c.number COLLATE "C" FOR UPDATE OF c)`,
      [noted.map(({ number }) => number), noted.map(({ changedAt }) => changedAt)],
    );
    return result;
  }
}
