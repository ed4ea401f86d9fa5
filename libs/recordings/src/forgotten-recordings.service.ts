import { type CallAudioFacts, CallsService } from '@callboard/calls';
import { Transactions } from '@callboard/database';
import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { toldBy } from './life/plan-parts';
import { RecordingParts } from './recording-parts.service';
import { ForgottenRecordingsRepository } from './forgotten-recordings.repository';

const day = 24 * 3_600_000;

/** Recordings of calls that were folded by a version which did not know recordings yet. */
@Injectable()
export class ForgottenRecordings {
  constructor(
    private readonly rows: ForgottenRecordingsRepository,
    private readonly parts: RecordingParts,
    private readonly calls: CallsService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the rows of some of these calls. Years of calls must not crowd out what ends today: what is older than a day
   * is taken for being at Zadarma, to be asked for by a listener, or archived when nothing else is due.
   *
   * The calls get no new version: nobody could see recordings before, and browsers would load all of them anew.
   *
   * How far this came is remembered: once all are done, this reads one row for ever. One process at a time does it.
   *
   * @returns how many calls got their rows, and whether there may be more for this process to do
   */
  async addSome(limit: number): Promise<{ count: number; goesOn: boolean }> {
    await this.rows.begin();
    return this.transactions.run(async (manager) => {
      const progress = await this.rows.take(manager);
      if (!progress || progress.isDone) {
        return { count: 0, goesOn: false };
      }
      const callIds = await this.rows.callsWithoutRows(progress.after, limit);
      for (const callId of callIds) {
        await this.add(callId);
      }
      const isDone = callIds.length < limit;
      await this.rows.set({ after: callIds.at(-1) ?? progress.after, isDone }, manager);
      return { count: callIds.length, goesOn: !isDone };
    });
  }

  /** In a transaction of its own, so that no call is held for the sake of another. */
  private add(callId: string): Promise<void> {
    return this.transactions.run(async (manager) => {
      const facts = await this.calls.audioFacts(callId, manager);
      if (facts) {
        await this.parts.tell(facts, toldBy(facts), manager, this.isOld(facts) ? 'remote' : 'expected');
      }
    });
  }

  private isOld({ endedAt }: CallAudioFacts): boolean {
    return endedAt !== null && this.clock.now().getTime() - endedAt.getTime() > day;
  }
}
