import { CallsService, type CallVersion } from '@callboard/calls';
import { Transactions } from '@callboard/database';
import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { recordingNotFound } from '../recordings.errors';
import { DeletionsRepository } from './deletions.repository';
import { recordingBusy, recordingHeld } from './retention.errors';
import { retentionVerdict } from './retention-rule';

/** What a decision changed. */
export interface DecidedDeletions {
  readonly recordingIds: readonly string[];
  readonly calls: readonly CallVersion[];
}

/** What is written in the same transaction as the decision, for example its entry in the audit. */
export type Alongside = (manager: EntityManager) => Promise<void>;

/**
 * Decides that recordings are deleted. The decision is one transaction: from then on nobody hears them, and what is
 * owed (the file here, the copy at the PBX) stands in a row of its own until it is done. So a crash never leaves a
 * recording that claims a file it does not have, nor a file nobody remembers.
 */
@Injectable()
export class RecordingDeletions {
  constructor(
    private readonly deletions: DeletionsRepository,
    private readonly calls: CallsService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Deletes one recording because a person wants it. Deleting what is deleted changes nothing.
   *
   * @throws DomainError `recording_not_found`, `recording_held`, `recording_busy`
   */
  async delete(
    recordingId: string,
    { atSource, alongside }: { readonly atSource: boolean; readonly alongside: Alongside },
  ): Promise<DecidedDeletions> {
    const callId = await this.deletions.callOf(recordingId);
    if (callId === null) {
      throw recordingNotFound(recordingId);
    }
    return this.transactions.run(async (manager) => {
      const now = this.clock.now();
      await this.calls.audioFacts(callId, manager);
      const [recording] = await this.deletions.lock([recordingId], manager);
      if (!recording || recording.state === 'deleted') {
        return { recordingIds: [], calls: [] };
      }
      if (recording.legalHold) {
        throw recordingHeld();
      }
      if (recording.leasedUntil !== null && recording.leasedUntil > now) {
        throw recordingBusy();
      }
      const decision = { reason: 'deleted_by_person', runId: null, atSource, now } as const;
      await this.deletions.markDeleted([recording], decision, manager);
      await alongside(manager);
      return { recordingIds: [recordingId], calls: await this.calls.touch([callId], manager) };
    });
  }

  /** Deletes the oldest recordings that the rule deletes, at most so many; none when there are no more. */
  async deleteDue(
    limit: Date,
    {
      runId,
      atSource,
      atMost,
    }: { readonly runId: string; readonly atSource: boolean; readonly atMost: number },
  ): Promise<DecidedDeletions> {
    const now = this.clock.now();
    const candidates = await this.deletions.due(limit, now, atMost);
    if (candidates.length === 0) {
      return { recordingIds: [], calls: [] };
    }
    const callIds = [...new Set(candidates.map(({ callId }) => callId))].sort();
    return this.transactions.run(async (manager) => {
      // Also holds the calls, which whoever changes their recordings does first.
      const calls = await this.calls.touch(callIds, manager);
      const locked = await this.deletions.lock(
        candidates.map(({ id }) => id),
        manager,
      );
      // Somebody may have put one on hold in between.
      const due = locked.filter((recording) => retentionVerdict(recording, limit, now) === 'delete');
      await this.deletions.markDeleted(due, { reason: 'retention', runId, atSource, now }, manager);
      return { recordingIds: due.map(({ id }) => id), calls };
    });
  }

  /** Recordings of which something is still to be removed, for the sweep. */
  owed(atMost: number): Promise<string[]> {
    return this.deletions.owed(this.clock.now(), atMost);
  }
}
