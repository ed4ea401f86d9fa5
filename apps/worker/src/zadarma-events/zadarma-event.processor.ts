import { isDatabaseTrouble, Transactions } from '@callboard/database';
import {
  HandlesJob,
  type JobAttempt,
  type JobFacts,
  type JobHandler,
  type JobPayload,
  zadarmaInboundEvent,
} from '@callboard/messaging';
import { DomainError, withRequestContext } from '@callboard/platform';
import { Inbox } from '@callboard/zadarma';
import { CallAnnouncer } from './call-announcer.service';
import { CallUpdater } from './call-updater.service';
import { describeError } from './describe-error';

/**
 * Brings the call of an inbound event up to date from all its events, then wakes whoever looks at it.
 *
 * An event that was processed meanwhile, with another event of its call, is left alone.
 */
@HandlesJob(zadarmaInboundEvent)
export class ZadarmaEventProcessor implements JobHandler<typeof zadarmaInboundEvent> {
  constructor(
    private readonly inbox: Inbox,
    private readonly transactions: Transactions,
    private readonly updater: CallUpdater,
    private readonly announcer: CallAnnouncer,
  ) {}

  async handle(
    { inboundEventId }: JobPayload<typeof zadarmaInboundEvent>,
    attempt: JobAttempt,
  ): Promise<JobFacts> {
    const event = await this.inbox.byId(inboundEventId);
    if (!event || event.processedAt) {
      return { effect: event ? 'processed_before' : 'event_gone' };
    }
    const { pbxCallId } = event;
    if (!pbxCallId) {
      await this.transactions.run((manager) => this.inbox.markProcessed([event.id], manager));
      return { effect: 'no_call', event: event.event };
    }
    return withRequestContext({ pbxCallId }, async () => {
      try {
        return await this.bringUpToDate(pbxCallId);
      } catch (error) {
        if ((attempt.isLast || isPermanent(error)) && !isDatabaseTrouble(error)) {
          await this.inbox.markFailed(event.id, describeError(error));
        }
        throw error;
      }
    });
  }

  /** Without this the sweep would hand the event to one worker after another, for ever. */
  givenUp({ inboundEventId }: JobPayload<typeof zadarmaInboundEvent>, reason: string): Promise<void> {
    return this.inbox.markFailed(inboundEventId, reason);
  }

  private async bringUpToDate(pbxCallId: string): Promise<JobFacts> {
    const update = await this.updater.bringUpToDate(pbxCallId, 'if_something_is_new');
    await this.announcer.announce(update);
    return {
      pbxCallId,
      effect: update.result ? (update.result.changed ? 'changed' : 'unchanged') : 'processed_before',
      events: update.events,
      poison: update.poison,
      callId: update.result?.callId ?? null,
      callRequestId: update.followed?.callRequest?.id ?? null,
      version: update.result?.version ?? null,
    };
  }
}

const isPermanent = (error: unknown): boolean => error instanceof DomainError && !error.retryable;
