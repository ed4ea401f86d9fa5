import type { RecordingSettings, RetentionReport } from '@callboard/contracts';
import { Transactions } from '@callboard/database';
import { Clock, newId } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DeletionsRepository } from './deletions.repository';
import { type Alongside, type DecidedDeletions, RecordingDeletions } from './recording-deletions.service';
import { retentionOff } from './retention.errors';
import { retentionLimit } from './retention-rule';
import { RetentionRunsRepository, type RunResult } from './retention-runs.repository';

const minute = 60_000;
/** Twice a day, so that everything is deleted within a day of falling due. */
const everyMs = 12 * 60 * minute;
/** A run not heard of for this long belongs to nobody. */
const continueAfterMs = 2 * minute;
/** One transaction. */
const batch = 200;

const nothingDue = { count: 0, bytes: 0, oldestAt: null, held: 0 };

/** The settings that say what is deleted. */
export type RetentionSettings = Pick<RecordingSettings, 'retentionDays' | 'deleteAtZadarma'>;

/** Deletes recordings that are older than the company keeps them. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly runs: RetentionRunsRepository,
    private readonly deletions: DeletionsRepository,
    private readonly decisions: RecordingDeletions,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** What a run would delete now, and what the last one did. Deletes nothing. */
  async report({ retentionDays }: RetentionSettings): Promise<RetentionReport> {
    const limit = retentionLimit(retentionDays, this.clock.now());
    const [{ held, oldestAt, ...due }, last] = await Promise.all([
      limit ? this.deletions.countDue(limit) : nothingDue,
      this.runs.result(null),
    ]);
    return {
      retentionDays,
      due: { ...due, oldestAt: oldestAt && oldestAt.toISOString() },
      held,
      lastRun: last && { at: last.startedAt.toISOString(), deleted: last.deleted, failed: last.failed },
    };
  }

  /**
   * The run a person asks for: a new one, or the one that is under way.
   *
   * @throws DomainError `retention_off`
   */
  ask({ retentionDays }: RetentionSettings, alongside: Alongside): Promise<string> {
    if (retentionDays === null) {
      throw retentionOff();
    }
    return this.begin(async (manager) => {
      const latest = await this.runs.latest(manager);
      await alongside(manager);
      return latest && latest.finishedAt === null ? latest.id : this.add(retentionDays, true, manager);
    });
  }

  /** The run that should go on now: one that was interrupted, or a new one when its time has come. */
  dueRun({ retentionDays }: RetentionSettings): Promise<string | null> {
    return this.begin(async (manager) => {
      const now = this.clock.now();
      const latest = await this.runs.latest(manager);
      if (latest?.finishedAt === null) {
        const isAbandoned = latest.continueAt !== null && latest.continueAt <= now;
        if (isAbandoned) {
          await this.runs.change(latest.id, { continueAt: this.continueAt() }, manager);
        }
        return isAbandoned ? latest.id : null;
      }
      const isTime = !latest || now.getTime() - latest.startedAt.getTime() >= everyMs;
      return retentionDays !== null && isTime ? this.add(retentionDays, false, manager) : null;
    });
  }

  /** Deletes the next batch of a run. Nothing is deleted when the run is over. */
  async step(
    runId: string,
    { retentionDays, deleteAtZadarma }: RetentionSettings,
  ): Promise<DecidedDeletions> {
    const limit = retentionLimit(retentionDays, this.clock.now());
    if (limit === null) {
      return { recordingIds: [], calls: [] };
    }
    await this.runs.change(runId, { continueAt: this.continueAt() });
    return this.decisions.deleteDue(limit, { runId, atSource: deleteAtZadarma, atMost: batch });
  }

  /** Ends a run, once; null if it is over already. */
  finish(
    runId: string,
    alongside: (result: RunResult, manager: EntityManager) => Promise<void>,
  ): Promise<RunResult | null> {
    return this.begin(async (manager) => {
      const run = await this.runs.byId(runId, manager);
      if (!run || run.finishedAt !== null) {
        return null;
      }
      await this.runs.change(runId, { finishedAt: this.clock.now(), continueAt: null }, manager);
      const result = await this.runs.result(runId, manager);
      if (result) {
        await alongside(result, manager);
      }
      return result;
    });
  }

  private begin<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.transactions.run(async (manager) => {
      await this.runs.lock(manager);
      return work(manager);
    });
  }

  private async add(retentionDays: number, asked: boolean, manager: EntityManager): Promise<string> {
    const id = newId();
    const run = { id, retentionDays, asked, startedAt: this.clock.now(), finishedAt: null };
    await this.runs.add({ ...run, continueAt: this.continueAt() }, manager);
    return id;
  }

  private continueAt(): Date {
    return new Date(this.clock.now().getTime() + continueAfterMs);
  }
}
