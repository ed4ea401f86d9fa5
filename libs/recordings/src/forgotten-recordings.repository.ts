import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';

/** How far the look for forgotten recordings came. */
export interface ForgottenProgress {
  /** All calls up to this id have their rows. */
  readonly after: string;
  readonly isDone: boolean;
}

const section = 'recordings.forgotten';
const atFirst: ForgottenProgress = { after: '00000000-0000-0000-0000-000000000000', isDone: false };

/** The calls in question, and one row among the settings that remembers which are done: whoever holds it does more. */
@Injectable()
export class ForgottenRecordingsRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Makes the row if there is none. */
  async begin(): Promise<void> {
    await this.manager.query(
      `INSERT INTO settings (section, value) SELECT $1::text, $2::jsonb
       WHERE NOT EXISTS (SELECT 1 FROM settings WHERE section = $1::text) ON CONFLICT DO NOTHING`,
      [section, atFirst],
    );
  }

  /** Holds the row until the transaction ends; null if another process does. */
  async take(manager: EntityManager): Promise<ForgottenProgress | null> {
    const [row] = await manager.query<{ value: ForgottenProgress }[]>(
      `SELECT value FROM settings WHERE section = $1 FOR UPDATE SKIP LOCKED`,
      [section],
    );
    return row?.value ?? null;
  }

  /** Calls that have a recording and no row of one, in the order of their ids from `after` (exclusive). */
  async callsWithoutRows(after: string, limit: number): Promise<string[]> {
    const calls = await this.manager.query<{ id: string }[]>(
      `SELECT c.id FROM calls c WHERE c.has_recording AND c.id > $1
         AND NOT EXISTS (SELECT 1 FROM recordings r WHERE r.call_id = c.id)
       ORDER BY c.id LIMIT $2`,
      [after, limit],
    );
    return calls.map(({ id }) => id);
  }

  async set(progress: ForgottenProgress, manager: EntityManager): Promise<void> {
    await manager.query(`UPDATE settings SET value = $2, updated_at = now() WHERE section = $1`, [
      section,
      progress,
    ]);
  }
}
