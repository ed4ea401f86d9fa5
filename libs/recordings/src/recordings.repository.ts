import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { statesBefore } from './life/recording-life';
import { RecordingEntity } from './recording.entity';

/** A recording that has something to do now. */
export interface DueRecording {
  readonly id: string;
  /** Somebody waits to hear it. */
  readonly demanded: boolean;
}

/** Columns a change may set; the version and the moment of the change are added. */
export type RecordingPatch = Partial<Omit<RecordingEntity, 'id' | 'version' | 'createdAt' | 'updatedAt'>>;

/** Rows of recordings. Whoever changes them holds the call first (`CallsService.audioFacts`, for one `HeldRecordings`). */
@Injectable()
export class RecordingsRepository {
  constructor(private readonly manager: EntityManager) {}

  find(id: string, manager = this.manager): Promise<RecordingEntity | null> {
    return manager.findOneBy(RecordingEntity, { id });
  }

  ofCall(callId: string, manager: EntityManager): Promise<RecordingEntity[]> {
    return manager.find(RecordingEntity, { where: { callId }, order: { part: 'ASC', id: 'ASC' } });
  }

  async add(row: Omit<RecordingEntity, 'version' | 'updatedAt'>, manager: EntityManager): Promise<void> {
    await manager.insert(RecordingEntity, { ...row, version: 1, updatedAt: row.createdAt });
  }

  async change(id: string, patch: RecordingPatch, now: Date, manager: EntityManager): Promise<void> {
    await this.update(manager, 'id = :id', { id }, patch, now);
  }

  /** Changes a row as long as the attempt still holds it; false if it was taken away meanwhile. */
  async changeLeased(
    { id, leaseId }: { readonly id: string; readonly leaseId: string },
    patch: RecordingPatch,
    now: Date,
    manager = this.manager,
  ): Promise<boolean> {
    const held = `id = :id AND lease_id = :leaseId AND state = 'fetching'`;
    return this.update(manager, held, { id, leaseId }, patch, now);
  }

  /** Those somebody waits for first. */
  dueBefore(moment: Date, limit: number): Promise<DueRecording[]> {
    return this.manager.query<DueRecording[]>(
      `SELECT id, demanded_at IS NOT NULL AS demanded FROM recordings
       WHERE next_attempt_at <= $1 AND state = ANY ($2)
       ORDER BY demanded_at IS NULL, next_attempt_at LIMIT $3`,
      [moment, statesBefore('attempted'), limit],
    );
  }

  /** True if a recording of a call that ended since then was found or stored. */
  async haveSomeCome(since: Date): Promise<boolean> {
    const rows = await this.manager.query<unknown[]>(
      `SELECT 1 FROM recordings WHERE state IN ('remote', 'ready') AND call_ended_at >= $1 LIMIT 1`,
      [since],
    );
    return rows.length > 0;
  }

  /** Lets recordings that are only at the source be fetched, the oldest first, since those are overwritten first. */
  async makeRemoteDue(now: Date, limit: number): Promise<number> {
    const [, count] = await this.manager.query<[unknown, number]>(
      `UPDATE recordings SET next_attempt_at = $1, fetch_attempts = 0, version = version + 1, updated_at = $1
       WHERE id IN (
         SELECT id FROM recordings WHERE state = 'remote' AND reason IS NULL AND next_attempt_at IS NULL
         ORDER BY call_ended_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [now, limit],
    );
    return count;
  }

  private async update(
    manager: EntityManager,
    where: string,
    parameters: object,
    patch: RecordingPatch,
    now: Date,
  ): Promise<boolean> {
    const { affected } = await manager
      .createQueryBuilder()
      .update(RecordingEntity)
      .set({ ...patch, version: () => 'version + 1', updatedAt: now })
      .where(where, parameters)
      .execute();
    return affected === 1;
  }
}
