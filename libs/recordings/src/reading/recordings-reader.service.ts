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

/** A recording with what is needed to play it and to name its file. */
export interface KnownRecording {
  readonly id: string;
  readonly callId: string;
  readonly pbxCallId: string;
  readonly partKey: string | null;
  readonly sourceId: string | null;
  readonly part: number;
  readonly state: RecordingState;
  readonly reason: string | null;
  readonly availableFrom: Date | null;
  readonly storageKey: string | null;
  readonly contentType: string | null;
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
  readonly storedAt: Date | null;
  readonly callStartedAt: Date;
  /** E.164 of the customer; null if hidden. */
  readonly externalNumber: string | null;
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
const participants = (...calls: string[]): string => `ARRAY(
  SELECT c.employee_id FROM calls c WHERE c.id IN (${calls.join(', ')}) AND c.employee_id IS NOT NULL
  UNION SELECT l.employee_id FROM call_legs l WHERE l.call_id IN (${calls.join(', ')}) AND l.employee_id IS NOT NULL
    AND (l.answered_at IS NOT NULL OR l.result IN ('answered', 'talking')))`;

/** A call with the legs of it that have an id of their own. */
const withHelperLegs = (call: string): string =>
  `(SELECT ${call} AS id UNION ALL SELECT h.id FROM calls h WHERE h.helper_of_id = ${call})`;

const recordingColumns = `r.id, r.call_id AS "callId", r.state,
  row_number() OVER (ORDER BY r.part, r.id)::int AS part, r.duration_seconds::float8 AS "durationSeconds",
  r.size_bytes::float8 AS "sizeBytes", r.reason, r.legal_hold AS "legalHold",
  CASE WHEN t.asked OR t.state <> 'requested' THEN t.state ELSE 'none' END AS "transcriptState"`;

/** Reads the recordings of calls as lists, cards and live events show them; every method is one query. */
@Injectable()
export class RecordingsReader {
  constructor(private readonly manager: EntityManager) {}

  /** By call id; calls without a recording are left out, and what a helper leg recorded is its call's. */
  async audioOf(callIds: readonly string[]): Promise<Map<string, CallAudio>> {
    const rows = await this.manager.query<CallAudio[]>(
      `SELECT heard.id AS "callId", count(*)::int AS parts,
         (array_agg(r.state ORDER BY array_position($2::text[], r.state)))[1] AS state,
         ${participants('heard.id')} AS "participantIds"
       FROM unnest($1::uuid[]) AS heard (id)
         CROSS JOIN LATERAL ${withHelperLegs('heard.id')} legs JOIN recordings r ON r.call_id = legs.id
       GROUP BY heard.id`,
      [callIds, byAudibility],
    );
    return new Map(rows.map((row) => [row.callId, row]));
  }

  /** One recording; null if there is none. What a helper leg recorded belongs to those of its call as well. */
  async find(id: string): Promise<KnownRecording | null> {
    const [row = null] = await this.manager.query<KnownRecording[]>(
      `SELECT r.id, r.call_id AS "callId", r.pbx_call_id AS "pbxCallId", r.part_key AS "partKey",
         r.source_id AS "sourceId", r.part, r.state, r.reason, r.available_from AS "availableFrom",
         r.storage_key AS "storageKey", r.content_type AS "contentType", r.size_bytes::float8 AS "sizeBytes",
         r.sha256, r.stored_at AS "storedAt", k.started_at AS "callStartedAt",
         k.external_number AS "externalNumber", ${participants('r.call_id', 'k.helper_of_id')} AS "participantIds"
       FROM recordings r JOIN calls k ON k.id = r.call_id WHERE r.id = $1`,
      [id],
    );
    return row;
  }

  /** The parts of a call in the order they were recorded, numbered through with those of its helper legs. */
  ofCall(callId: string): Promise<Recording[]> {
    return this.manager.query<Recording[]>(
      `SELECT ${recordingColumns} FROM recordings r LEFT JOIN recording_transcripts t ON t.recording_id = r.id
       WHERE r.call_id IN ${withHelperLegs('$1::uuid')} ORDER BY r.part, r.id`,
      [callId],
    );
  }
}
