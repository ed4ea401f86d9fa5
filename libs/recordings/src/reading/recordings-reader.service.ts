import type { Recording, RecordingState } from '@callboard/contracts';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';

/** What there is to hear of a call, and who took part in it. */
export interface CallAudio {
  readonly callId: string;
  /** Of the part that is nearest to being heard. */
  readonly state: RecordingState;
  readonly parts: number;
  /** Employees who took part: the call is theirs, or one of their extensions answered. Ringing is not enough. */
  readonly participantIds: readonly string[];
}

/** States from the most to the least audible. */
const byAudibility = [
  'ready',
  'remote',
  'fetching',
  'expected',
  'missing',
  'deleted',
] satisfies RecordingState[];

// Calls and legs are joined by table name, so that who may listen is one query for a whole page.
const participants = (call: string): string => `ARRAY(
  SELECT c.employee_id FROM calls c WHERE c.id = ${call} AND c.employee_id IS NOT NULL
  UNION SELECT l.employee_id FROM call_legs l WHERE l.call_id = ${call} AND l.employee_id IS NOT NULL
    AND (l.answered_at IS NOT NULL OR l.result IN ('answered', 'talking')))`;

const recordingColumns = `r.id, r.call_id AS "callId", r.state, r.part, r.duration_seconds::float8 AS "durationSeconds",
  r.size_bytes::float8 AS "sizeBytes", r.reason, r.legal_hold AS "legalHold", 'none' AS "transcriptState"`;

/** Reads the recordings of calls as lists, cards and live events show them; every method is one query. */
@Injectable()
export class RecordingsReader {
  constructor(private readonly manager: EntityManager) {}

  /** By call id; calls without a recording are left out. */
  async audioOf(callIds: readonly string[]): Promise<Map<string, CallAudio>> {
    const rows = await this.manager.query<CallAudio[]>(
      `SELECT r.call_id AS "callId", count(*)::int AS parts,
         (array_agg(r.state ORDER BY array_position($2::text[], r.state)))[1] AS state,
         ${participants('r.call_id')} AS "participantIds"
       FROM recordings r WHERE r.call_id = ANY ($1::uuid[]) GROUP BY r.call_id`,
      [callIds, byAudibility],
    );
    return new Map(rows.map((row) => [row.callId, row]));
  }

  /** The parts of a call in the order they were recorded. */
  ofCall(callId: string): Promise<Recording[]> {
    return this.manager.query<Recording[]>(
      `SELECT ${recordingColumns} FROM recordings r WHERE r.call_id = $1 ORDER BY r.part, r.id`,
      [callId],
    );
  }
}
