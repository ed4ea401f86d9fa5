import { ChangedNumbers } from '@callboard/contacts';
import {
  callsRefold,
  callsRematch,
  type EnqueueResult,
  JobProducer,
  rematchesOf,
} from '@callboard/messaging';
import { Clock } from '@callboard/platform';
import { PbxService } from '@callboard/pbx';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Injectable } from '@nestjs/common';

/** A change younger than this has its own job on the way. */
const graceMs = 3_000;
/** Twenty jobs; the rest follows once they are done. */
const numbersAtOnce = 2_000;

/** Enqueues what a change has asked for and its request did not: the queue was away, or the process died. */
@Injectable()
export class FollowUps {
  constructor(
    private readonly changedNumbers: ChangedNumbers,
    private readonly settings: ZadarmaSettingsService,
    private readonly pbx: PbxService,
    private readonly producer: JobProducer,
    private readonly clock: Clock,
  ) {}

  /** Number of jobs enqueued. */
  async run(): Promise<number> {
    const jobs = await this.waiting(new Date(this.clock.now().getTime() - graceMs));
    // Whatever waits in the queue may be just this; if not, it is still noted when the queue is empty.
    if (jobs.length === 0 || (await this.producer.backlog(callsRematch)) !== 0) {
      return 0;
    }
    let enqueued = 0;
    for (const enqueue of jobs) {
      enqueued += (await enqueue()) === 'queued' ? 1 : 0;
    }
    return enqueued;
  }

  private async waiting(olderThan: Date): Promise<(() => Promise<EnqueueResult>)[]> {
    const numbers = await this.changedNumbers.waiting(olderThan, numbersAtOnce);
    const extensions = await this.pbx.refoldsWaiting(olderThan);
    const refoldIsOverdue = await this.settings.isRefoldOverdue(olderThan);
    return [
      ...rematchesOf(numbers).map((payload) => () => this.producer.enqueue(callsRematch, payload)),
      ...extensions.map((extension) => () => this.producer.enqueue(callsRefold, { extension })),
      ...(refoldIsOverdue ? [() => this.refoldAll()] : []),
    ];
  }

  private async refoldAll(): Promise<EnqueueResult> {
    const result = await this.producer.enqueue(callsRefold, { extension: null });
    if (result === 'queued') {
      await this.settings.refoldQueued();
    }
    return result;
  }
}
