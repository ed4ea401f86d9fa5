import { CallsService } from '@callboard/calls';
import { JobProducer, zadarmaInboundEvent } from '@callboard/messaging';
import { Clock } from '@callboard/platform';
import { expiredEvent, Inbox } from '@callboard/zadarma';
import { Injectable } from '@nestjs/common';

const minute = 60_000;
/** No phone rings this long: the PBX gives up after a few minutes, whatever its menus and queues. */
const longestRingingMs = 30 * minute;
/** No conversation lasts this long; a call that does would only show as ended until its real end is told. */
const longestTalkingMs = 12 * 60 * minute;
const atOnce = 200;

/**
 * Ends calls whose end was never told, by an event of its own in the inbox: a call stays a function of its events,
 * and whatever the PBX says later counts for more.
 */
@Injectable()
export class Closer {
  constructor(
    private readonly calls: CallsService,
    private readonly inbox: Inbox,
    private readonly producer: JobProducer,
    private readonly clock: Clock,
  ) {}

  /** Number of calls given up. */
  async run(): Promise<number> {
    const now = this.clock.now();
    const since = {
      ringing: new Date(now.getTime() - longestRingingMs),
      talking: new Date(now.getTime() - longestTalkingMs),
    };
    const overdue = await this.calls.unfinished(since, atOnce);
    const stored = await this.inbox.add(
      overdue.map((pbxCallId) => ({
        source: 'closer' as const,
        fields: { event: expiredEvent, pbx_call_id: pbxCallId },
        receivedAt: now,
      })),
    );
    const added = stored.filter(({ inserted }) => inserted);
    if (added.length === 0) {
      return 0;
    }
    // If the queue does not take them now, the sweep will find them.
    await this.producer.enqueueAll(
      zadarmaInboundEvent,
      added.map(({ id }) => ({ inboundEventId: id })),
    );
    return added.length;
  }
}
