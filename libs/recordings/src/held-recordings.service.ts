import { type CallAudioFacts, CallsService, type CallVersion } from '@callboard/calls';
import { Transactions } from '@callboard/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { recordingNotFound } from './recordings.errors';
import type { RecordingEntity } from './recording.entity';
import { RecordingsRepository } from './recordings.repository';

/** A recording that nobody else changes until the transaction ends. */
export interface HeldRecording {
  readonly row: RecordingEntity;
  /** What is known about the audio of its call, which is held as well. */
  readonly facts: CallAudioFacts;
  readonly manager: EntityManager;
}

/**
 * How a recording is changed (docs/adr/0013): its call is held first, so that nobody waits in a circle, and only then is
 * its row believed.
 */
@Injectable()
export class HeldRecordings {
  constructor(
    private readonly rows: RecordingsRepository,
    private readonly calls: CallsService,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Runs `work` in a transaction of its own.
   *
   * @throws DomainError `recording_not_found`
   */
  async with<T>(id: string, work: (held: HeldRecording) => Promise<T>): Promise<T> {
    const done = await this.ifThere(id, async (held) => ({ result: await work(held) }));
    if (!done) {
      throw recordingNotFound(id);
    }
    return done.result;
  }

  /** The same; null, and no work, without the recording. */
  async ifThere<T>(id: string, work: (held: HeldRecording) => Promise<T>): Promise<T | null> {
    const known = await this.rows.find(id);
    if (!known) {
      return null;
    }
    return this.transactions.run(async (manager) => {
      const facts = await this.calls.audioFacts(known.callId, manager);
      const row = facts && (await this.rows.find(id, manager));
      return facts && row ? work({ row, facts, manager }) : null;
    });
  }

  /** Gives the recording's call a new version, because viewers could notice the change. */
  async touchCall({ facts, manager }: HeldRecording): Promise<CallVersion | null> {
    return (await this.calls.touch([facts.callId], manager))[0] ?? null;
  }
}
