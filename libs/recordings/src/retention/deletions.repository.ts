import type { RecordingState, RetentionReport } from '@callboard/contracts';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { deletableStates, type RetainedRecording } from './retention-rule';

/** A recording that is locked for its deletion. */
export type LockedRecording = RetainedRecording & {
  readonly id: string;
  readonly callId: string;
  readonly storageKey: string | null;
};

/** Who decided it, and what else is to go. */
export interface DeletionDecision {
  readonly reason: 'retention' | 'deleted_by_person';
  readonly runId: string | null;
  readonly atSource: boolean;
  readonly now: Date;
}

/** What is still to be done about a deleted recording. */
export interface OwedDeletion {
  readonly recordingId: string;
  readonly pbxCallId: string;
  readonly sourceId: string | null;
  readonly storageKey: string | null;
  readonly fileRemovedAt: Date | null;
  readonly atSource: boolean;
  readonly sourceDeletedAt: Date | null;
  readonly attempts: number;
  /** Whether the call has parts that stay. */
  readonly otherPartsStay: boolean;
}

export type DeletionPatch = Pick<OwedDeletion, 'fileRemovedAt' | 'sourceDeletedAt'> & {
  readonly lastError: string | null;
  readonly nextAttemptAt: Date | null;
};

/** Of the recordings `r`: older than the limit `$1`, with something to delete, of the states `$2`. */
const olderThanLimit = `r.state = ANY ($2::text[])
  AND (r.call_ended_at <= $1 OR (r.call_ended_at IS NULL AND r.created_at <= $1))`;

/** Rows of deletions, and recordings as far as deleting goes. */
@Injectable()
export class DeletionsRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Recordings that the rule deletes, the oldest first, with their calls. Not locked. */
  due(limit: Date, now: Date, atMost: number): Promise<{ id: string; callId: string }[]> {
    return this.manager.query(
      `SELECT r.id, r.call_id AS "callId" FROM recordings r
       WHERE ${olderThanLimit} AND NOT r.legal_hold AND NOT (r.lease_id IS NOT NULL AND r.next_attempt_at > $3)
       ORDER BY r.call_ended_at, r.id LIMIT $4`,
      [limit, deletableStates, now, atMost],
    );
  }

  async countDue(
    limit: Date,
  ): Promise<Pick<RetentionReport, 'held'> & { count: number; bytes: number; oldestAt: Date | null }> {
    const [row] = await this.manager.query<
      { count: number; bytes: number; oldestAt: Date | null; held: number }[]
    >(
      `SELECT count(*) FILTER (WHERE NOT r.legal_hold)::int AS count,
         coalesce(sum(r.size_bytes) FILTER (WHERE NOT r.legal_hold), 0)::float8 AS bytes,
         min(coalesce(r.call_ended_at, r.created_at)) FILTER (WHERE NOT r.legal_hold) AS "oldestAt",
         count(*) FILTER (WHERE r.legal_hold)::int AS held
       FROM recordings r WHERE ${olderThanLimit}`,
      [limit, deletableStates],
    );
    return row ?? { count: 0, bytes: 0, oldestAt: null, held: 0 };
  }

  async callOf(recordingId: string): Promise<string | null> {
    const [row] = await this.manager.query<{ callId: string }[]>(
      `SELECT call_id AS "callId" FROM recordings WHERE id = $1`,
      [recordingId],
    );
    return row?.callId ?? null;
  }

  /** The calls must be held already. */
  lock(ids: readonly string[], manager: EntityManager): Promise<LockedRecording[]> {
    return manager.query<(LockedRecording & { state: RecordingState })[]>(
      `SELECT id, call_id AS "callId", state, legal_hold AS "legalHold", call_ended_at AS "callEndedAt",
         created_at AS "createdAt", CASE WHEN lease_id IS NOT NULL THEN next_attempt_at END AS "leasedUntil",
         storage_key AS "storageKey"
       FROM recordings WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`,
      [ids],
    );
  }

  /** From now on nobody hears them; their files are still to be removed. What was said in them goes at once. */
  async markDeleted(
    recordings: readonly LockedRecording[],
    { reason, runId, atSource, now }: DeletionDecision,
    manager: EntityManager,
  ): Promise<void> {
    const ids = recordings.map(({ id }) => id);
    await manager.query(
      `INSERT INTO recording_deletions (recording_id, run_id, decided_at, storage_key, at_source, attempts, next_attempt_at)
       SELECT id, $2, $3, storage_key, $4, 0, $3::timestamptz
       FROM recordings WHERE id = ANY ($1::uuid[])`,
      [ids, runId, now, atSource],
    );
    await manager.query(
      `UPDATE recordings SET state = 'deleted', reason = $2, deleted_at = $3, storage_key = NULL, lease_id = NULL,
         next_attempt_at = NULL, demanded_at = NULL, version = version + 1, updated_at = $3
       WHERE id = ANY ($1::uuid[])`,
      [ids, reason, now],
    );
    await manager.query(`DELETE FROM recording_transcripts WHERE recording_id = ANY ($1::uuid[])`, [ids]);
  }

  /** Takes up what is owed, for nobody else until the lease ends; undefined if nothing is due now. */
  async claim(recordingId: string, now: Date, leaseUntil: Date): Promise<OwedDeletion | undefined> {
    const [rows] = await this.manager.query<[OwedDeletion[], number]>(
      `UPDATE recording_deletions d SET attempts = d.attempts + 1, next_attempt_at = $3
       FROM recordings r
       WHERE d.recording_id = $1 AND r.id = d.recording_id AND d.next_attempt_at <= $2
       RETURNING d.recording_id AS "recordingId", r.pbx_call_id AS "pbxCallId", r.source_id AS "sourceId",
         d.storage_key AS "storageKey", d.file_removed_at AS "fileRemovedAt", d.at_source AS "atSource",
         d.source_deleted_at AS "sourceDeletedAt", d.attempts,
         EXISTS (SELECT 1 FROM recordings o WHERE o.pbx_call_id = r.pbx_call_id AND o.state <> 'deleted')
           AS "otherPartsStay"`,
      [recordingId, now, leaseUntil],
    );
    return rows[0];
  }

  async settle(recordingId: string, patch: DeletionPatch): Promise<void> {
    await this.manager.query(
      `UPDATE recording_deletions SET file_removed_at = $2, source_deleted_at = $3, last_error = $4, next_attempt_at = $5
       WHERE recording_id = $1`,
      [recordingId, patch.fileRemovedAt, patch.sourceDeletedAt, patch.lastError, patch.nextAttemptAt],
    );
  }

  /** Deletions with something to do now, the longest waiting first. */
  async owed(now: Date, atMost: number): Promise<string[]> {
    const rows = await this.manager.query<{ id: string }[]>(
      `SELECT recording_id AS id FROM recording_deletions WHERE next_attempt_at <= $1
       ORDER BY next_attempt_at LIMIT $2`,
      [now, atMost],
    );
    return rows.map(({ id }) => id);
  }
}
