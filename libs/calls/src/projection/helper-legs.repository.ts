import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CallVersion } from '../call-changes.repository';
import { changedNow } from '../changed-now';

/** A call by its key and its customer (E.164). */
export interface NumberedCall {
  readonly id: string;
  readonly externalNumber: string | null;
}

/** The customer's phone is dialled once the employee's own was picked up, and its clock is told in whole seconds. */
const customerFollows = `c.started_at BETWEEN o.started_at - interval '5 seconds' AND o.started_at + interval '2 minutes'`;
/** Whoever did not pick up was connected with nobody afterwards. */
const pickedUpBefore = `(o.status NOT IN ('unanswered', 'busy', 'cancelled', 'failed') OR c.started_at <= o.ended_at)`;

/**
 * Finds the helper legs of callbacks among the calls of a number: an employee's own phone was rung for a customer, and
 * the customer's phone soon afterwards under another id of the PBX, from the same extension.
 */
@Injectable()
export class HelperLegsRepository {
  /**
   * Ties helper legs to their calls, and unties those that turned out to be none. The number's lock must be held, so that
   * of two halves told at the same time the later one sees the earlier.
   *
   * @returns the legs that changed
   */
  async tie({ id, externalNumber }: NumberedCall, manager: EntityManager): Promise<CallVersion[]> {
    const changed = await manager.query<CallVersion[]>(
      `WITH own_phones AS (
         SELECT o.id, (
           SELECT c.id FROM calls c
           WHERE NOT o.customer_dialled
             AND c.external_number = o.external_number AND c.direction = 'outgoing' AND c.customer_dialled
             AND c.extension = o.extension AND ${customerFollows} AND ${pickedUpBefore}
           ORDER BY c.started_at, c.pbx_call_id COLLATE "C" LIMIT 1) AS helper_of_id
         FROM calls o
         WHERE (NOT o.customer_dialled AND o.external_number = $2) OR o.helper_of_id = $1 OR o.id = $1
       ), tied AS (
         UPDATE calls SET helper_of_id = o.helper_of_id, version = version + 1, updated_at = ${changedNow}
         FROM own_phones o WHERE calls.id = o.id AND calls.helper_of_id IS DISTINCT FROM o.helper_of_id
         RETURNING calls.id, calls.version
       ) SELECT id, version FROM tied`,
      [id, externalNumber],
    );
    if (changed.length > 0) {
      await this.moveNotes(changed, manager);
    }
    return changed;
  }

  /** What was written on a leg while it looked like a call belongs to the call. */
  private async moveNotes(legs: readonly CallVersion[], manager: EntityManager): Promise<void> {
    const ids = legs.map(({ id }) => id);
    await manager.query(
      `UPDATE call_notes n SET call_id = o.helper_of_id FROM calls o
       WHERE n.call_id = o.id AND o.id = ANY ($1::uuid[]) AND o.helper_of_id IS NOT NULL`,
      [ids],
    );
    await manager.query(
      `INSERT INTO call_tags (call_id, tag, started_at)
       SELECT c.id, t.tag, c.started_at
       FROM calls o JOIN call_tags t ON t.call_id = o.id JOIN calls c ON c.id = o.helper_of_id
       WHERE o.id = ANY ($1::uuid[]) ON CONFLICT DO NOTHING`,
      [ids],
    );
  }
}
