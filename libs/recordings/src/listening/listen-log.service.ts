import type { Page, RecordingPlay, RecordingPlayQuery } from '@callboard/contracts';
import { Clock, newId } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { RecordingPlayEntity } from '../recording-play.entity';
import { decodePlayCursor, encodePlayCursor } from './play-cursor';

const minute = 60_000;
/** Whoever asked for an address begins to read so soon; players ask for the first bytes several times. */
const beginningMs = 5 * minute;
/** A player asks for one file many times; pieces within so long of a noted beginning belong to it. */
const oneListeningMs = 60 * minute;

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

const columns = 'id, recording_id, employee_id, api_key_id, purpose, mode, at';
const values = '$1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6, $7::timestamptz';
const ofListening = `recording_id = $2 AND at > $8 AND purpose = $5 AND mode = $6
  AND employee_id IS NOT DISTINCT FROM $3::uuid AND api_key_id IS NOT DISTINCT FROM $4::uuid`;

/** Who was given which recording, for what and when. */
@Injectable()
export class ListenLog {
  constructor(
    private readonly manager: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** Writes a line for an address that is about to be given out. */
  async noteAddress(listening: Listening): Promise<void> {
    const awaitsFile = listening.purpose === 'download' && listening.mode === 'local';
    const line = { id: newId(), at: this.clock.now(), awaitsFile, ...listening };
    await this.manager.insert(RecordingPlayEntity, line);
  }

  /**
   * Writes a line for bytes that are about to be sent, unless they belong to one that this listener has: a download
   * from the start to one address that was given out for it; a play from the start to one a few minutes old; any other
   * piece to one of the last hour.
   *
   * @param isFromStart whether the first byte of the file is among them
   */
  async noteBytes(listening: Listening, isFromStart: boolean): Promise<void> {
    if (isFromStart && listening.purpose === 'download') {
      await this.noteDownload(listening);
    } else {
      await this.noteUnlessKnown(listening, isFromStart ? beginningMs : oneListeningMs);
    }
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

  private async noteDownload(listening: Listening): Promise<void> {
    await this.manager.query(
      `WITH begun AS (
         UPDATE recording_plays SET awaits_file = false WHERE id = (
           SELECT id FROM recording_plays WHERE ${ofListening} AND awaits_file
           ORDER BY at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id)
       INSERT INTO recording_plays (${columns}) SELECT ${values} WHERE NOT EXISTS (SELECT 1 FROM begun)`,
      this.line(listening, beginningMs),
    );
  }

  private async noteUnlessKnown(listening: Listening, withinMs: number): Promise<void> {
    await this.manager.query(
      `INSERT INTO recording_plays (${columns}) SELECT ${values}
       WHERE NOT EXISTS (SELECT 1 FROM recording_plays WHERE ${ofListening})`,
      this.line(listening, withinMs),
    );
  }

  /** The parameters of a statement that writes a line unless there is one from the last so many milliseconds. */
  private line({ recordingId, employeeId, apiKeyId, purpose, mode }: Listening, withinMs: number): unknown[] {
    const now = this.clock.now();
    const since = new Date(now.getTime() - withinMs);
    return [newId(), recordingId, employeeId, apiKeyId, purpose, mode, now, since];
  }
}
