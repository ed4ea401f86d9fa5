import type { CallVersion } from '@callboard/calls';
import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { HeldRecordings } from '../held-recordings.service';
import { RecordingsRepository } from '../recordings.repository';
import { notHere } from './listening.errors';

/** Keeps recordings from being deleted, whatever retention says. */
@Injectable()
export class LegalHolds {
  constructor(
    private readonly rows: RecordingsRepository,
    private readonly held: HeldRecordings,
    private readonly clock: Clock,
  ) {}

  /**
   * Sets or lifts the hold; null if it was so already.
   *
   * @param alongside writes what belongs to the change into its transaction
   * @throws DomainError `recording_not_found`, `recording_deleted`
   */
  set(
    id: string,
    legalHold: boolean,
    alongside: (manager: EntityManager) => Promise<void>,
  ): Promise<CallVersion | null> {
    return this.held.with(id, async (recording) => {
      const { row, manager } = recording;
      if (row.state === 'deleted') {
        throw notHere(row.state, row.reason);
      }
      if (row.legalHold === legalHold) {
        return null;
      }
      await this.rows.change(id, { legalHold }, this.clock.now(), manager);
      await alongside(manager);
      return this.held.touchCall(recording);
    });
  }
}
