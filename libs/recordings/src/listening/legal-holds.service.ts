import { CallsService, type CallVersion } from '@callboard/calls';
import { Transactions } from '@callboard/database';
import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { recordingNotFound } from '../recordings.errors';
import { RecordingsRepository } from '../recordings.repository';
import { notHere } from './listening.errors';

/** Keeps recordings from being deleted, whatever retention says. */
@Injectable()
export class LegalHolds {
  constructor(
    private readonly rows: RecordingsRepository,
    private readonly calls: CallsService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Sets or lifts the hold; null if it was so already.
   *
   * @param alongside writes what belongs to the change into its transaction
   * @throws DomainError `recording_not_found`, `recording_deleted`
   */
  async set(
    id: string,
    legalHold: boolean,
    alongside: (manager: EntityManager) => Promise<void>,
  ): Promise<CallVersion | null> {
    const known = await this.rows.find(id);
    if (!known) {
      throw recordingNotFound(id);
    }
    return this.transactions.run(async (manager) => {
      await this.calls.audioFacts(known.callId, manager);
      const row = await this.rows.find(id, manager);
      if (!row) {
        throw recordingNotFound(id);
      }
      if (row.state === 'deleted') {
        throw notHere(row.state, row.reason);
      }
      if (row.legalHold === legalHold) {
        return null;
      }
      await this.rows.change(id, { legalHold }, this.clock.now(), manager);
      await alongside(manager);
      return (await this.calls.touch([row.callId], manager))[0] ?? null;
    });
  }
}
