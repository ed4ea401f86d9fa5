import { JobProducer, zadarmaInboundEvent } from '@callboard/messaging';
import { Clock } from '@callboard/platform';
import { Inbox } from '@callboard/zadarma';
import { Injectable } from '@nestjs/common';

/** An event younger than this has its own job on the way. */
const graceMs = 3_000;
/** Events taken in one go; the oldest come first. */
const atOnce = 2_000;
/** With more work than this in the queue, whatever is missing there only waits its turn later. */
const enoughWork = 500;
const deadlineMs = 5_000;

/** Number of events enqueued, or why none was. */
export type SweepResult = 'queue_unavailable' | 'queue_busy' | number;

/** True if the queue will soon have room for the rest. */
export function isUnfinished(result: SweepResult): boolean {
  return result === 'queue_busy' || result === atOnce;
}

/**
 * Enqueues events nobody finished: those stored while the queue was away, or whose job was lost.
 *
 * Jobs carry no id of their own, since a job with the same id would block the second try; that an event is enqueued
 * twice costs one look at its row.
 */
@Injectable()
export class Sweep {
  constructor(
    private readonly inbox: Inbox,
    private readonly producer: JobProducer,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<SweepResult> {
    const olderThan = new Date(this.clock.now().getTime() - graceMs);
    const ids = await this.inbox.unprocessed(olderThan, atOnce);
    if (ids.length === 0) {
      return 0;
    }
    const backlog = await this.producer.backlog(zadarmaInboundEvent, { deadlineMs });
    if (backlog === null) {
      return 'queue_unavailable';
    }
    if (backlog > enoughWork) {
      return 'queue_busy';
    }
    const payloads = ids.map((inboundEventId) => ({ inboundEventId }));
    const result = await this.producer.enqueueAll(zadarmaInboundEvent, payloads, { deadlineMs });
    return result === 'queued' ? ids.length : 'queue_unavailable';
  }
}
