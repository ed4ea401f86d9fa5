import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CallVersion } from '../call-changes.repository';
import { changedNow } from '../changed-now';

/** A call by its key, its customer (E.164) and its start. */
export interface NumberedCall {
  readonly id: string;
  readonly externalNumber: string | null;
  readonly startedAt: Date;
}

/**
 * The customer's phone is dialled once the employee's own was picked up, and both starts are told in whole seconds.
 * When the leg was over does not count: that is a moment of arrival, and the PBX's clock may be another than ours.
 */
const [earliest, latest] = [`interval '5 seconds'`, `interval '2 minutes'`];

/** The call with the customer that begins soon after our own phone `o` began to ring. */
const callOfHelperLeg = `(
  SELECT c.id, c.started_at FROM calls c
  WHERE NOT o.customer_dialled AND c.customer_dialled AND c.direction = 'outgoing'
    AND c.external_number = o.external_number AND c.extension = o.extension
    AND c.started_at BETWEEN o.started_at - ${earliest} AND o.started_at + ${latest}
  ORDER BY c.started_at, c.pbx_call_id COLLATE "C" LIMIT 1)`;

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
  async tie({ id, externalNumber, startedAt }: NumberedCall, manager: EntityManager): Promise<CallVersion[]> {
    const changed = await manager.query<CallVersion[]>(
      `WITH concerned AS (
         SELECT o.id FROM calls o WHERE NOT o.customer_dialled AND o.external_number = $2
           AND o.started_at BETWEEN $3::timestamptz - ${latest} AND $3::timestamptz + ${earliest}
         UNION SELECT h.id FROM calls h WHERE h.helper_of_id = $1
         UNION SELECT $1::uuid
       ), found AS (
         SELECT o.id, k.id AS call_id, k.started_at FROM calls o LEFT JOIN LATERAL ${callOfHelperLeg} k ON true
         WHERE o.id IN (SELECT id FROM concerned)
       ), tied AS (
         UPDATE calls SET helper_of_id = f.call_id, helper_of_started_at = f.started_at,
           version = version + 1, updated_at = ${changedNow}
         FROM found f WHERE calls.id = f.id
           AND (calls.helper_of_id, calls.helper_of_started_at) IS DISTINCT FROM (f.call_id, f.started_at)
         RETURNING calls.id, calls.version
       ) SELECT id, version FROM tied`,
      [id, externalNumber, startedAt],
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
      `WITH moved AS (
         DELETE FROM call_tags t USING calls o
         WHERE t.call_id = o.id AND o.id = ANY ($1::uuid[]) AND o.helper_of_id IS NOT NULL
         RETURNING o.helper_of_id, t.tag)
       INSERT INTO call_tags (call_id, tag, started_at)
       SELECT c.id, m.tag, c.started_at FROM moved m JOIN calls c ON c.id = m.helper_of_id
       ON CONFLICT DO NOTHING`,
      [ids],
    );
  }
}
