import type { Page, RecordingPlay, RecordingPlayQuery } from '@callboard/contracts';
import { Clock, newId } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { RecordingPlayEntity } from '../recording-play.entity';
import { decodePlayCursor, encodePlayCursor } from './play-cursor';

/** A player asks for one file many times; requests within so long of a noted one belong to it. */
const oneListeningMs = 60 * 60_000;

/** Who listens: an employee or a key. */
export interface Listener {
  readonly employeeId: string | null;
  readonly apiKeyId: string | null;
}

export interface Listening extends Listener {
  readonly recordingId: string;
  readonly purpose: RecordingPlay['purpose'];
  readonly mode: RecordingPlay['mode'];
}

type PlayRow = Omit<RecordingPlay, 'at'> & { at: Date };

/** Who was given which recording, for what and when. */
@Injectable()
export class ListenLog {
  constructor(
    private readonly manager: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** Writes a line. */
  async note(listening: Listening): Promise<void> {
    await this.manager.insert(RecordingPlayEntity, { id: newId(), at: this.clock.now(), ...listening });
  }

  /** Writes a line unless this listener has one from the last hour: the file may be asked for without playback. */
  async noteUnlessKnown(listening: Listening): Promise<void> {
    const { recordingId, employeeId, apiKeyId, purpose, mode } = listening;
    const now = this.clock.now();
    await this.manager.query(
      `INSERT INTO recording_plays (id, recording_id, employee_id, api_key_id, purpose, mode, at)
       SELECT $1, $2, $3, $4, $5, $6, $7 WHERE NOT EXISTS (
         SELECT 1 FROM recording_plays WHERE recording_id = $2 AND at > $8 AND purpose = $5
           AND employee_id IS NOT DISTINCT FROM $3::uuid AND api_key_id IS NOT DISTINCT FROM $4::uuid)`,
      [
        newId(),
        recordingId,
        employeeId,
        apiKeyId,
        purpose,
        mode,
        now,
        new Date(now.getTime() - oneListeningMs),
      ],
    );
  }

  /**
   * Lines, newest first.
   *
   * @throws DomainError `cursor_not_valid`
   */
  async page({ callId, employeeId, cursor, limit }: RecordingPlayQuery): Promise<Page<RecordingPlay>> {
    const after = cursor === undefined ? null : decodePlayCursor(cursor);
    const rows = await this.manager.query<PlayRow[]>(
      `SELECT p.id, p.recording_id AS "recordingId", r.call_id AS "callId", p.employee_id AS "employeeId",
         e.name AS "employeeName", k.name AS "apiKeyName", p.purpose, p.mode, p.at
       FROM recording_plays p JOIN recordings r ON r.id = p.recording_id
         LEFT JOIN employees e ON e.id = p.employee_id LEFT JOIN api_keys k ON k.id = p.api_key_id
       WHERE ($1::uuid IS NULL OR r.call_id = $1) AND ($2::uuid IS NULL OR p.employee_id = $2)
         AND ($3::timestamptz IS NULL OR (p.at, p.id) < ($3, $4::uuid))
       ORDER BY p.at DESC, p.id DESC LIMIT $5`,
      [callId ?? null, employeeId ?? null, after?.at ?? null, after?.id ?? null, limit + 1],
    );
    const items = rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toISOString() }));
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodePlayCursor(last) : null };
  }
}
