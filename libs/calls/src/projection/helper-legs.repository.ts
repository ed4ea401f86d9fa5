import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CallEntity } from '../call.entity';
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

/** A phantom leg is told within seconds of its call, before or after. */
const near = earliest;

/** Beside a call to the same number it is a phantom leg (facts sheet 2.6), alone it is a call that came to nothing. */
const cameToNothing = (call: string): string =>
  `(${call}.direction = 'outgoing' AND ${call}.status = 'failed' AND ${call}.reason = 'call_failed' AND NOT ${call}.has_recording)`;

/** The call with the customer that the leg `o` belongs to. */
const callOfHelperLeg = `(
  SELECT c.id, c.started_at FROM calls c
  WHERE c.customer_dialled AND c.direction = 'outgoing'
    AND c.external_number = o.external_number AND c.extension = o.extension
    AND c.started_at BETWEEN o.started_at - ${earliest} AND o.started_at + ${latest}
    AND (NOT o.customer_dialled
      OR c.started_at <= o.started_at + ${near} AND ${cameToNothing('o')} AND NOT ${cameToNothing('c')})
  ORDER BY ${cameToNothing('c')}, c.started_at, c.pbx_call_id COLLATE "C" LIMIT 1)`;

/** Where a call stands among the legs that were tied. */
export interface Ties {
  /** The call it is a leg of; null for a call. */
  readonly helperOfId: string | null;
  /** The legs of it. */
  readonly legIds: readonly string[];
}

/** What is told of a call that has legs. */
export type CallOfLeg = Pick<CallEntity, 'status' | 'reason' | 'customerDialled'>;

/**
 * Finds the helper legs among the calls of a number. Either an employee's own phone was rung for a customer, and the
 * customer's phone soon afterwards under another id of the PBX, from the same extension; or beside a call there is a
 * second id that came to nothing at once.
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
         SELECT o.id FROM calls o WHERE (NOT o.customer_dialled OR ${cameToNothing('o')}) AND o.external_number = $2
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

  async tiesOf(callId: string, manager: EntityManager): Promise<Ties> {
    const [ties] = await manager.query<Ties[]>(
      `SELECT c.helper_of_id AS "helperOfId", ARRAY(SELECT h.id FROM calls h WHERE h.helper_of_id = c.id) AS "legIds"
       FROM calls c WHERE c.id = $1`,
      [callId],
    );
    return ties ?? { helperOfId: null, legIds: [] };
  }

  /** What is told of a call, which nobody changes until the transaction ends. */
  async lockedCall(callId: string, manager: EntityManager): Promise<CallOfLeg | null> {
    const [call = null] = await manager.query<CallOfLeg[]>(
      `SELECT status, reason, customer_dialled AS "customerDialled" FROM calls WHERE id = $1 FOR SHARE`,
      [callId],
    );
    return call;
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
