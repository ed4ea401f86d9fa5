import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** A call to be matched: its number and when it was. */
export interface MatchableCall {
  readonly id: string;
  readonly externalNumber: string | null;
  readonly startedAt: Date;
}

export interface MatchRow {
  readonly contactId: string;
  readonly position: number;
  readonly chosen: boolean;
}

/** A contact with the start of its latest call before some moment. */
export interface LatestCall {
  readonly contactId: string;
  readonly at: Date | null;
}

/** Rows of matches and choices. */
@Injectable()
export class MatchesRepository {
  /** Makes everybody who matches this number wait for one another until the transaction ends. */
  async lockNumber(number: string, manager: EntityManager): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('number ' || $1, 0))`, [number]);
  }

  /** Calls from or to the numbers, oldest first. */
  callsOf(numbers: readonly string[], manager: EntityManager): Promise<MatchableCall[]> {
    return manager.query<MatchableCall[]>(
      `SELECT id, external_number AS "externalNumber", started_at AS "startedAt"
       FROM calls WHERE external_number = ANY ($1) ORDER BY started_at, id`,
      [numbers],
    );
  }

  matchesOf(callId: string, manager: EntityManager): Promise<MatchRow[]> {
    return manager.query<MatchRow[]>(
      `SELECT contact_id AS "contactId", position, chosen FROM call_matches WHERE call_id = $1 ORDER BY position`,
      [callId],
    );
  }

  /** The contact chosen for the number before a moment. */
  async choiceAt(number: string, moment: Date, manager: EntityManager): Promise<string | null> {
    const [choice] = await manager.query<{ contactId: string }[]>(
      `SELECT contact_id AS "contactId" FROM number_choices WHERE number = $1 AND chosen_at <= $2`,
      [number, moment],
    );
    return choice?.contactId ?? null;
  }

  /** For each contact, when its latest call before `moment` began. */
  latestCalls(contactIds: readonly string[], moment: Date, manager: EntityManager): Promise<LatestCall[]> {
    return manager.query<LatestCall[]>(
      `SELECT k.id AS "contactId", latest.started_at AS at
       FROM unnest($1::uuid[]) AS k (id)
       LEFT JOIN LATERAL (
         SELECT m.started_at FROM call_matches m
         WHERE m.contact_id = k.id AND m.position = 0 AND m.started_at < $2
         ORDER BY m.started_at DESC LIMIT 1) latest ON true`,
      [contactIds, moment],
    );
  }

  /** Replaces all matches of a call. */
  async replace(call: MatchableCall, matches: readonly MatchRow[], manager: EntityManager): Promise<void> {
    await manager.query(`DELETE FROM call_matches WHERE call_id = $1`, [call.id]);
    if (matches.length > 0) {
      await manager.query(
        `INSERT INTO call_matches (call_id, contact_id, position, chosen, started_at)
         SELECT $1, m."contactId", m.position, m.chosen, $2
         FROM jsonb_to_recordset($3) AS m ("contactId" uuid, position smallint, chosen boolean)`,
        [call.id, call.startedAt, JSON.stringify(matches)],
      );
    }
  }

  async choose(number: string, contactId: string, at: Date, manager: EntityManager): Promise<void> {
    await manager.query(
      `INSERT INTO number_choices (number, contact_id, chosen_at) VALUES ($1, $2, $3)
       ON CONFLICT (number) DO UPDATE SET contact_id = excluded.contact_id, chosen_at = excluded.chosen_at`,
      [number, contactId, at],
    );
  }

  async clearChoice(number: string, manager: EntityManager): Promise<void> {
    await manager.query(`DELETE FROM number_choices WHERE number = $1`, [number]);
  }
}
