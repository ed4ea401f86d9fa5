import { type CallAudioFacts, CallsService } from '@callboard/calls';
import { Transactions } from '@callboard/database';
import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { toldBy } from './life/plan-parts';
import { RecordingParts } from './recording-parts.service';
import { RecordingsRepository } from './recordings.repository';

const day = 24 * 3_600_000;
const beforeAllIds = '00000000-0000-0000-0000-000000000000';

/** Recordings of calls that were folded by a version which did not know recordings yet. */
@Injectable()
export class ForgottenRecordings {
  constructor(
    private readonly rows: RecordingsRepository,
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
   * @param after the last call of the batch before; null for the first
   * @returns how many calls, and the last of them; null if there are no more
   */
  async addSome(after: string | null, limit: number): Promise<{ count: number; last: string | null }> {
    const callIds = await this.rows.callsWithoutRows(after ?? beforeAllIds, limit);
    for (const callId of callIds) {
      await this.transactions.run(async (manager) => {
        const facts = await this.calls.audioFacts(callId, manager);
        if (facts) {
          await this.parts.tell(facts, toldBy(facts), manager, this.isOld(facts) ? 'remote' : 'expected');
        }
      });
    }
    return { count: callIds.length, last: callIds.at(-1) ?? null };
  }

  private isOld({ endedAt }: CallAudioFacts): boolean {
    return endedAt !== null && this.clock.now().getTime() - endedAt.getTime() > day;
  }
}
