import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { changedNow } from './changed-now';
import type { CallNoteEntity } from './call-note.entity';

/** What people add to a call; each change makes the call a newer version. */
@Injectable()
export class AnnotationsRepository {
  async replaceTags(callId: string, tags: readonly string[], manager: EntityManager): Promise<void> {
    await manager.query(`DELETE FROM call_tags WHERE call_id = $1`, [callId]);
    await manager.query(
      `INSERT INTO call_tags (call_id, tag, started_at)
       SELECT c.id, t.tag, c.started_at FROM calls c, unnest($2::text[]) AS t (tag) WHERE c.id = $1
       ON CONFLICT DO NOTHING`,
      [callId, tags],
    );
  }

  async addNote(note: CallNoteEntity, manager: EntityManager): Promise<void> {
    await manager.query(
      `INSERT INTO call_notes (id, call_id, text, author_id, created_at) VALUES ($1, $2, $3, $4, $5)`,
      [note.id, note.callId, note.text, note.authorId, note.createdAt],
    );
  }

  async touch(callId: string, manager: EntityManager): Promise<void> {
    await manager.query(`UPDATE calls SET version = version + 1, updated_at = ${changedNow} WHERE id = $1`, [
      callId,
    ]);
  }
}
