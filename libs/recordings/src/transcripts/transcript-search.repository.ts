import type { TranscriptHit, TranscriptPhrase } from '@callboard/contracts';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { HitPosition } from './transcript-cursor';

/** Which transcripts a page of hits holds. */
export interface HitCriteria {
  /** Folded beginnings of words, all of which were said. */
  readonly beginnings: readonly string[];
  /** The employee whose calls alone are searched; null searches all. */
  readonly limitedTo: string | null;
  readonly after?: HitPosition;
  readonly limit: number;
}

export type HitRow = Omit<TranscriptHit, 'startedAt' | 'snippet' | 'startSeconds'> & {
  readonly startedAt: Date;
  readonly phrases: TranscriptPhrase[];
};

export interface Sql {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/**
 * Who took part, as `RecordingsReader` sees it: the call is theirs, or one of their extensions answered; what a helper
 * leg recorded belongs to those of its call as well.
 */
const tookPart = (employee: string): string => `(c.employee_id = ${employee}
  OR EXISTS (SELECT 1 FROM calls w WHERE w.id = c.helper_of_id AND w.employee_id = ${employee})
  OR EXISTS (SELECT 1 FROM call_legs l WHERE l.call_id IN (c.id, c.helper_of_id) AND l.employee_id = ${employee}
    AND (l.answered_at IS NOT NULL OR l.result IN ('answered', 'talking'))))`;

/**
 * SQL of a page of transcripts that hold words, by the start of their calls, newest first. Rare words are found by
 * the index over words, frequent ones by walking the calls in order; the database knows how frequent they are.
 */
export function hitPageSql({ beginnings, limitedTo, after, limit }: HitCriteria): Sql {
  const parameters: unknown[] = [];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  // Folded words are letters and digits only, so the quotes hold.
  const query = beginnings.map((beginning) => `'${beginning}':*`).join(' & ');
  const conditions = [`t.state = 'ready'`, `t.words @@ ${bind(query)}::tsquery`];
  if (limitedTo !== null) {
    conditions.push(tookPart(bind(limitedTo)));
  }
  if (after) {
    const position = `(${bind(after.startedAt)}::timestamptz, ${bind(after.recordingId)}::uuid)`;
    conditions.push(`(c.started_at, t.recording_id) < ${position}`);
  }
  return {
    text: `
      SELECT t.call_id AS "callId", t.recording_id AS "recordingId", c.started_at AS "startedAt",
        c.external_number AS "externalNumber", k.name AS "contactName", e.name AS "employeeName", t.phrases
      FROM recording_transcripts t
      JOIN calls c ON c.id = t.call_id
      LEFT JOIN employees e ON e.id = c.employee_id
      LEFT JOIN call_matches m ON m.call_id = c.id AND m.position = 0
      LEFT JOIN contacts k ON k.id = m.contact_id
      WHERE ${conditions.join(' AND ')}
      ORDER BY c.started_at DESC, t.recording_id DESC LIMIT ${bind(limit)}`,
    parameters,
  };
}

/** Finds words in transcripts. Calls, people and contacts are joined by table name: a page is one query. */
@Injectable()
export class TranscriptSearchRepository {
  constructor(private readonly manager: EntityManager) {}

  page(criteria: HitCriteria): Promise<HitRow[]> {
    const { text, parameters } = hitPageSql(criteria);
    return this.manager.query<HitRow[]>(text, [...parameters]);
  }
}
