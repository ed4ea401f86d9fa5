import type { CallLeg, CallMatch, CallNote, Routing } from '@callboard/contracts';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { StoredTimelineEntry } from '../call.entity';
import type { CallSummary } from '../call.mapper';
import { changedNow } from '../changed-now';
import { callPageSql, type CallCriteria } from './call-page-sql';
import { isRecorded } from './recorded-sql';
import { isShown } from './shown-sql';

export type ItemRow = Omit<CallSummary, 'startedAt'> & { startedAt: Date };

export type DetailRow = ItemRow & {
  endedAt: Date | null;
  routing: Routing | null;
  timeline: StoredTimelineEntry[];
  legs: CallLeg[];
  matches: CallMatch[];
  notes: CallNote[];
};

export type AudienceRow = ItemRow & {
  helperOfId: string | null;
  isShown: boolean;
  updatedAt: Date;
  employeeIds: string[];
};

/** A call that changed, and when by the database's clock. */
export interface ChangedCall {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: Date;
}

/** Last change of calls that should have ended by now. */
export interface UnfinishedSince {
  readonly ringing: Date;
  readonly talking: Date;
}

const itemColumns = `
  c.id, c.version, c.pbx_call_id AS "pbxCallId", c.direction, c.status, c.reason, c.disposition,
  c.started_at AS "startedAt", c.duration_seconds AS "durationSeconds", c.external_number AS "externalNumber",
  c.external_number_raw AS "externalNumberRaw", c.line_number AS "lineNumber", c.extension,
  c.employee_id AS "employeeId", e.name AS "employeeName",
  k.id AS "contactId", k.name AS "contactName", k.company AS "contactCompany",
  ${isRecorded} AS "hasRecording",
  ARRAY(SELECT t.tag FROM call_tags t WHERE t.call_id = c.id ORDER BY t.tag) AS tags`;

// Other rooms' tables are joined by name: their code is not ours to import, and a list must be one query.
const itemJoins = `
  LEFT JOIN employees e ON e.id = c.employee_id
  LEFT JOIN call_matches m ON m.call_id = c.id AND m.position = 0
  LEFT JOIN contacts k ON k.id = m.contact_id`;

/** Moments inside JSON, as the wire wants them. */
const iso = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const detailColumns = `
  c.ended_at AS "endedAt", c.routing, c.timeline,
  (SELECT coalesce(json_agg(json_build_object(
      'extension', l.extension, 'employeeId', l.employee_id, 'employeeName', le.name, 'rangAt', ${iso('l.rang_at')},
      'answeredAt', ${iso('l.answered_at')}, 'transferFrom', l.transfer_from, 'result', l.result)
      ORDER BY coalesce(l.rang_at, l.answered_at), l.extension COLLATE "C"), '[]')
    FROM call_legs l LEFT JOIN employees le ON le.id = l.employee_id WHERE l.call_id = c.id) AS legs,
  (SELECT coalesce(json_agg(json_build_object(
      'contactId', mk.id, 'name', mk.name, 'company', mk.company, 'managerName', me.name, 'chosen', cm.chosen)
      ORDER BY cm.position), '[]')
    FROM call_matches cm JOIN contacts mk ON mk.id = cm.contact_id LEFT JOIN employees me ON me.id = mk.manager_id
    WHERE cm.call_id = c.id) AS matches,
  (SELECT coalesce(json_agg(json_build_object(
      'id', n.id, 'text', n.text, 'authorId', n.author_id, 'authorName', ne.name,
      'createdAt', ${iso('n.created_at')}) ORDER BY n.created_at, n.id), '[]')
    FROM call_notes n LEFT JOIN employees ne ON ne.id = n.author_id WHERE n.call_id = c.id) AS notes`;

/** What an employee may see: calls they took part in or were rung for, and those of the contacts they manage. */
const visibleTo = (employee: string): string => `(${employee}::uuid IS NULL
  OR k.manager_id = ${employee}
  OR EXISTS (SELECT 1 FROM call_legs vl WHERE vl.call_id = c.id AND vl.employee_id = ${employee}))`;

/** Reads calls; every method is one query. */
@Injectable()
export class CallsRepository {
  constructor(private readonly manager: EntityManager) {}

  page(criteria: CallCriteria): Promise<ItemRow[]> {
    const keys = callPageSql(criteria);
    return this.manager.query<ItemRow[]>(
      `SELECT ${itemColumns} FROM (${keys.text}) page JOIN calls c ON c.id = page.id ${itemJoins}
       ORDER BY page.started_at DESC, page.id DESC`,
      [...keys.parameters],
    );
  }

  /** Of a helper leg, its call, if it has one yet. Undefined also for a call that `limitedTo` may not see. */
  async detail(id: string, limitedTo: string | null, manager = this.manager): Promise<DetailRow | undefined> {
    const [row] = await manager.query<DetailRow[]>(
      `SELECT ${itemColumns}, ${detailColumns} FROM calls c ${itemJoins}
       WHERE c.id = coalesce((SELECT helper_of_id FROM calls WHERE id = $1), $1) AND ${isShown} AND ${visibleTo('$2')}`,
      [id, limitedTo],
    );
    return row;
  }

  audience(ids: readonly string[]): Promise<AudienceRow[]> {
    return this.manager.query<AudienceRow[]>(
      `SELECT ${itemColumns}, c.helper_of_id AS "helperOfId", ${isShown} AS "isShown", c.updated_at AS "updatedAt", ARRAY(
         SELECT al.employee_id FROM call_legs al WHERE al.call_id = c.id AND al.employee_id IS NOT NULL
         UNION SELECT k.manager_id WHERE k.manager_id IS NOT NULL) AS "employeeIds"
       FROM calls c ${itemJoins} WHERE c.id = ANY ($1::uuid[])`,
      [ids],
    );
  }

  async now(): Promise<Date> {
    const [row] = await this.manager.query<[{ now: Date }]>(`SELECT ${changedNow} AS now`);
    return row.now;
  }

  changedSince(moment: Date, limit: number): Promise<ChangedCall[]> {
    return this.manager.query<ChangedCall[]>(
      `SELECT id, version, updated_at AS "updatedAt" FROM calls
       WHERE updated_at > $1 ORDER BY updated_at, id LIMIT $2`,
      [moment, limit],
    );
  }

  /** The inbox is joined by table name: its room is not ours to import. */
  async unfinished({ ringing, talking }: UnfinishedSince, limit: number): Promise<string[]> {
    const rows = await this.manager.query<{ id: string }[]>(
      `SELECT c.pbx_call_id AS id FROM calls c
       WHERE ((c.status = 'ringing' AND c.updated_at < $1) OR (c.status = 'talking' AND c.updated_at < $2))
         AND NOT EXISTS (
           SELECT 1 FROM inbound_events e WHERE e.pbx_call_id = c.pbx_call_id AND e.source = 'closer')
       ORDER BY c.updated_at LIMIT $3`,
      [ringing, talking, limit],
    );
    return rows.map(({ id }) => id);
  }

  async numbersOfContact(contactId: string, limit: number): Promise<string[]> {
    const rows = await this.manager.query<{ number: string }[]>(
      `SELECT DISTINCT c.external_number AS number FROM call_matches m JOIN calls c ON c.id = m.call_id
       WHERE m.contact_id = $1 AND m.position = 0 AND c.external_number IS NOT NULL LIMIT $2`,
      [contactId, limit],
    );
    return rows.map(({ number }) => number);
  }

  async pbxCallIdsOf(extension: string, after: string, limit: number): Promise<string[]> {
    const rows = await this.manager.query<{ id: string }[]>(
      `SELECT c.pbx_call_id AS id FROM call_legs l JOIN calls c ON c.id = l.call_id
       WHERE l.extension = $1 AND c.pbx_call_id > $2 ORDER BY c.pbx_call_id LIMIT $3`,
      [extension, after, limit],
    );
    return rows.map(({ id }) => id);
  }

  async pbxCallIds(after: string, limit: number): Promise<string[]> {
    const rows = await this.manager.query<{ id: string }[]>(
      `SELECT pbx_call_id AS id FROM calls WHERE pbx_call_id > $1 ORDER BY pbx_call_id LIMIT $2`,
      [after, limit],
    );
    return rows.map(({ id }) => id);
  }
}
