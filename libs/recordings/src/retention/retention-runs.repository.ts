import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { RetentionRunEntity } from './retention-run.entity';

/** What a run did so far, counted from the proof it left. */
export interface RunResult {
  readonly id: string;
  readonly asked: boolean;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly deleted: number;
  /** Of these, files here or at the source that could not be removed yet. */
  readonly failed: number;
}

/** Rows of retention runs. */
@Injectable()
export class RetentionRunsRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Only one process begins a run at a time. The first statement of its transaction. */
  async lock(manager: EntityManager): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('recordings.retention', 0))`);
  }

  latest(manager = this.manager): Promise<RetentionRunEntity | null> {
    return manager.findOne(RetentionRunEntity, { where: {}, order: { startedAt: 'DESC' } });
  }

  byId(id: string, manager = this.manager): Promise<RetentionRunEntity | null> {
    return manager.findOneBy(RetentionRunEntity, { id });
  }

  async add(run: RetentionRunEntity, manager: EntityManager): Promise<void> {
    await manager.insert(RetentionRunEntity, run);
  }

  async change(
    id: string,
    patch: Partial<Omit<RetentionRunEntity, 'id'>>,
    manager = this.manager,
  ): Promise<void> {
    await manager.update(RetentionRunEntity, { id }, patch);
  }

  /** Of the run with this id, else of the last one that ended. */
  async result(id: string | null, manager = this.manager): Promise<RunResult | null> {
    const [row] = await manager.query<RunResult[]>(
      `SELECT r.id, r.asked, r.started_at AS "startedAt", r.finished_at AS "finishedAt",
         count(d.recording_id)::int AS deleted,
         count(d.recording_id) FILTER (WHERE d.last_error IS NOT NULL)::int AS failed
       FROM (SELECT * FROM retention_runs
             WHERE id = $1 OR ($1::uuid IS NULL AND finished_at IS NOT NULL)
             ORDER BY started_at DESC LIMIT 1) r
       LEFT JOIN recording_deletions d ON d.run_id = r.id
       GROUP BY r.id, r.asked, r.started_at, r.finished_at`,
      [id],
    );
    return row ?? null;
  }
}
