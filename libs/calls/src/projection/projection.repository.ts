import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { changedNow } from '../changed-now';
import type { ProjectedCall, ProjectedLeg, Projection } from './stored-projection';

/** A call as stored, with its key and version. */
export interface StoredCall extends Projection {
  readonly id: string;
  readonly version: number;
}

type Row = ProjectedCall & { id: string; version: number; legs: StoredLeg[] };
type StoredLeg = Omit<ProjectedLeg, 'rangAt' | 'answeredAt'> & {
  rangAt: string | null;
  answeredAt: string | null;
};

/** Every column the fold writes: property → column, type. */
const columns: readonly (readonly [keyof ProjectedCall, string, string])[] = [
  ['pbxCallId', 'pbx_call_id', 'text'],
  ['direction', 'direction', 'text'],
  ['customerDialled', 'customer_dialled', 'boolean'],
  ['status', 'status', 'text'],
  ['reason', 'reason', 'text'],
  ['disposition', 'disposition', 'text'],
  ['startedAt', 'started_at', 'timestamptz'],
  ['endedAt', 'ended_at', 'timestamptz'],
  ['durationSeconds', 'duration_seconds', 'integer'],
  ['externalNumber', 'external_number', 'text'],
  ['externalNumberRaw', 'external_number_raw', 'text'],
  ['lineNumber', 'line_number', 'text'],
  ['extension', 'extension', 'text'],
  ['employeeId', 'employee_id', 'uuid'],
  ['hasRecording', 'has_recording', 'boolean'],
  ['recordingIds', 'recording_ids', 'jsonb'],
  ['routing', 'routing', 'jsonb'],
  ['timeline', 'timeline', 'jsonb'],
];

const names = columns.map(([, column]) => column).join(', ');

const selectStored = `
  SELECT c.id, c.version, ${columns.map(([property, column]) => `c.${column} AS "${property}"`).join(', ')},
    (SELECT coalesce(json_agg(json_build_object(
        'extension', l.extension, 'employeeId', l.employee_id, 'rangAt', l.rang_at, 'answeredAt', l.answered_at,
        'transferFrom', l.transfer_from, 'result', l.result) ORDER BY l.extension COLLATE "C"), '[]')
      FROM call_legs l WHERE l.call_id = c.id) AS legs
  FROM calls c WHERE c.pbx_call_id = $1`;

const upsert = `
  WITH given AS (
    SELECT * FROM jsonb_to_record($2) AS g (${columns.map(([property, , type]) => `"${property}" ${type}`).join(', ')})
  ), written AS (
    INSERT INTO calls AS c (id, version, created_at, updated_at, ${names})
    SELECT $1::uuid, 1, ${changedNow}, ${changedNow},
      ${columns.map(([property]) => `"${property}"`).join(', ')} FROM given
    ON CONFLICT (pbx_call_id) DO UPDATE SET
      version = c.version + 1,
      updated_at = ${changedNow},
      ${columns.map(([, column]) => `${column} = excluded.${column}`).join(', ')}
    RETURNING c.id, c.version, c.started_at
  ), legs AS (
    INSERT INTO call_legs
      (call_id, started_at, extension, employee_id, rang_at, answered_at, transfer_from, result)
    SELECT w.id, w.started_at, l."extension", l."employeeId", l."rangAt", l."answeredAt", l."transferFrom", l.result
    FROM written w, jsonb_to_recordset($3) AS l (
      "extension" text, "employeeId" uuid, "rangAt" timestamptz, "answeredAt" timestamptz,
      "transferFrom" text, result text)
    ON CONFLICT (call_id, extension) DO UPDATE SET
      started_at = excluded.started_at, employee_id = excluded.employee_id, rang_at = excluded.rang_at,
      answered_at = excluded.answered_at, transfer_from = excluded.transfer_from, result = excluded.result
  ), matches AS (
    UPDATE call_matches m SET started_at = w.started_at FROM written w
    WHERE m.call_id = w.id AND m.started_at <> w.started_at
  ), tags AS (
    UPDATE call_tags t SET started_at = w.started_at FROM written w
    WHERE t.call_id = w.id AND t.started_at <> w.started_at
  )
  SELECT id, version FROM written`;

/** Reads and writes what the fold says, in one statement each; rows beside it follow the call's start. A call never loses a leg: events are only added. */
@Injectable()
export class ProjectionRepository {
  async find(pbxCallId: string, manager: EntityManager): Promise<StoredCall | null> {
    const [row] = await manager.query<Row[]>(selectStored, [pbxCallId]);
    if (!row) {
      return null;
    }
    const { id, version, legs, ...call } = row;
    return { id, version, call, legs: legs.map(toProjectedLeg) };
  }

  /** Inserts or updates the call; its version grows. */
  async write(
    callId: string,
    { call, legs }: Projection,
    manager: EntityManager,
  ): Promise<{ id: string; version: number }> {
    const [written] = await manager.query<{ id: string; version: number }[]>(upsert, [
      callId,
      JSON.stringify(call),
      JSON.stringify(legs),
    ]);
    if (!written) {
      throw new Error('An upsert without a row');
    }
    return written;
  }
}

/** JSON aggregates give moments in the database's own spelling. */
function toProjectedLeg(leg: StoredLeg): ProjectedLeg {
  return { ...leg, rangAt: iso(leg.rangAt), answeredAt: iso(leg.answeredAt) };
}

function iso(moment: string | null): string | null {
  return moment === null ? null : new Date(moment).toISOString();
}
