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
const values = '$7::uuid, $1::uuid, $2::uuid, $3::uuid, $4, $5, $8::timestamptz';
const ofListening = `recording_id = $1::uuid AND at > $6 AND purpose = $4 AND mode = $5
  AND employee_id IS NOT DISTINCT FROM $2::uuid AND api_key_id IS NOT DISTINCT FROM $3::uuid`;

const takingAddress = `UPDATE recording_plays SET awaits_file = false WHERE id = (
  SELECT id FROM recording_plays WHERE ${ofListening} AND awaits_file ORDER BY at LIMIT 1 FOR UPDATE SKIP LOCKED)`;

/** Who was given which recording, for what and when. */
@Injectable()
export class ListenLog {
  constructor(
    private readonly manager: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** Writes a line for an address that is about to be given out. */
  async noteAddress(listening: Listening): Promise<void> {
    const awaitsFile = listening.purpose === 'download';
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
   * True, once for each address that was given out a few minutes ago at most, if this listener was given one to save
   * the file from: the line that was written then is that of the download.
   */
  async takeAddress(listening: Listening): Promise<boolean> {
    const [, taken] = await this.manager.query<[unknown, number]>(
      takingAddress,
      this.known(listening, beginningMs),
    );
    return taken > 0;
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
      `WITH begun AS (${takingAddress} RETURNING id)
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
  private line(listening: Listening, withinMs: number): unknown[] {
    return [...this.known(listening, withinMs), newId(), this.clock.now()];
  }

  /** The parameters that find the lines of this listening from the last so many milliseconds. */
  private known(
    { recordingId, employeeId, apiKeyId, purpose, mode }: Listening,
    withinMs: number,
  ): unknown[] {
    const since = new Date(this.clock.now().getTime() - withinMs);
    return [recordingId, employeeId, apiKeyId, purpose, mode, since];
  }
}
