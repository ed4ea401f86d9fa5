import { ChangedNumbers } from '@callboard/contacts';
import { callsRefold, callsRematch, JobProducer } from '@callboard/messaging';
import { Clock } from '@callboard/platform';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Injectable } from '@nestjs/common';

/** A change younger than this has its own job on the way. */
const graceMs = 3_000;
/** What one job takes. */
const numbersAtOnce = 100;

/** Enqueues what a change has asked for and its request did not: the queue was away, or the process died. */
@Injectable()
export class FollowUps {
  constructor(
    private readonly changedNumbers: ChangedNumbers,
    private readonly settings: ZadarmaSettingsService,
    private readonly producer: JobProducer,
    private readonly clock: Clock,
  ) {}

  /** Number of jobs enqueued. */
  async run(): Promise<number> {
    const olderThan = new Date(this.clock.now().getTime() - graceMs);
    const numbers = await this.changedNumbers.waiting(olderThan, numbersAtOnce);
    const refoldIsOverdue = await this.settings.isRefoldOverdue(olderThan);
    // Whatever waits in the queue may be just this; if not, it is still noted when the queue is empty.
    if ((numbers.length === 0 && !refoldIsOverdue) || (await this.producer.backlog(callsRematch)) !== 0) {
      return 0;
    }
    let enqueued = 0;
    if (numbers.length > 0 && (await this.producer.enqueue(callsRematch, { numbers })) === 'queued') {
      enqueued += 1;
    }
    if (refoldIsOverdue && (await this.producer.enqueue(callsRefold, { extension: null })) === 'queued') {
      await this.settings.refoldQueued();
      enqueued += 1;
    }
    return enqueued;
  }
}
