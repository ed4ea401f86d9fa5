import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { changedNow } from './changed-now';

/** A call as of one of its versions. */
export interface CallVersion {
  readonly id: string;
  readonly version: number;
}

/** What is known about a call's audio. */
export interface CallAudioFacts {
  readonly callId: string;
  readonly pbxCallId: string;
  readonly hasRecording: boolean;
  /** The PBX's ids of the recorded parts as told, oldest first. */
  readonly recordingIds: readonly string[];
  /** Null while the call lives; its start if it was given up without an end. */
  readonly endedAt: Date | null;
}

/** For other rooms whose rows a call is shown with. */
@Injectable()
export class CallChangesRepository {
  /**
   * Tells viewers that the calls look different now, and with a helper leg its call. Rows are locked in one order.
   *
   * @returns the given calls first
   */
  touch(callIds: readonly string[], manager: EntityManager): Promise<CallVersion[]> {
    return manager.query<CallVersion[]>(
      `WITH concerned AS (
         SELECT id FROM calls WHERE id IN (
           SELECT unnest($1::uuid[]) UNION SELECT helper_of_id FROM calls WHERE id = ANY ($1::uuid[]))
         ORDER BY id FOR NO KEY UPDATE
       ), touched AS (
         UPDATE calls SET version = version + 1, updated_at = ${changedNow}
         WHERE id IN (SELECT id FROM concerned) RETURNING id, version)
       SELECT id, version FROM touched ORDER BY id = ANY ($1::uuid[]) DESC, id`,
      [callIds],
    );
  }

  /** Nobody else changes the call until the transaction ends. Null if there is no such call. */
  async audioFacts(callId: string, manager: EntityManager): Promise<CallAudioFacts | null> {
    const [facts] = await manager.query<CallAudioFacts[]>(
      `SELECT id AS "callId", pbx_call_id AS "pbxCallId", has_recording AS "hasRecording",
         recording_ids AS "recordingIds",
         coalesce(ended_at, CASE WHEN status = 'ended_unknown' THEN started_at END) AS "endedAt"
       FROM calls WHERE id = $1 FOR NO KEY UPDATE`,
      [callId],
    );
    return facts ?? null;
  }
}
