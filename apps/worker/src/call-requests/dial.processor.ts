import { CallRequestsService, type ChangedCallRequest, type Dialling } from '@callboard/calls';
import {
  callRequestsDial,
  HandlesJob,
  type JobFacts,
  type JobHandler,
  type JobPayload,
} from '@callboard/messaging';
import { ZadarmaClient } from '@callboard/zadarma';
import { CallRequestAnnouncer } from './call-request-announcer.service';
import { dialOutcome } from './dial-outcome';
import { PhoneCheck } from './phone-check.service';

/** Shorter than after which upkeep takes a wish that is being dialled for lost. */
const answerMs = 10_000;

/**
 * Dials a click-to-call wish, at most once: the step to `dialling` is committed before Zadarma is asked, and whoever
 * finds a wish beyond `requested` leaves it alone.
 */
@HandlesJob(callRequestsDial)
export class DialProcessor implements JobHandler<typeof callRequestsDial> {
  constructor(
    private readonly requests: CallRequestsService,
    private readonly phones: PhoneCheck,
    private readonly client: ZadarmaClient,
    private readonly announcer: CallRequestAnnouncer,
  ) {}

  async handle({ callRequestId: id }: JobPayload<typeof callRequestsDial>): Promise<JobFacts> {
    const dialling = await this.requests.waiting(id);
    if (!dialling) {
      return { effect: 'settled_before' };
    }
    if (!(await this.phones.mayRing(dialling.from))) {
      await this.announcer.announce(await this.requests.failed(id, 'requested', 'device_offline'));
      return { effect: 'device_offline' };
    }
    const claimed = await this.requests.claimForDialling(id);
    if (!claimed) {
      await this.announceAll(await this.requests.giveUpOverdue());
      return { effect: 'not_dialled' };
    }
    await this.announcer.announce(claimed);
    return { effect: await this.dial(id, dialling) };
  }

  private async dial(id: string, { from, to }: Dialling): Promise<string> {
    try {
      const signal = AbortSignal.timeout(answerMs);
      // `sip` makes the extension's own CallerID, recording and prefix rules apply (facts sheet 4.5).
      await this.client.requestCallback({ from, to, sip: from }, { urgency: 'interactive', signal });
    } catch (error) {
      const outcome = dialOutcome(error);
      await this.announcer.announce(
        outcome.kind === 'unknown'
          ? await this.requests.outcomeUnknown(id)
          : await this.requests.failed(id, 'dialling', outcome.code, outcome.detail),
      );
      return outcome.kind === 'unknown' ? 'unknown' : outcome.code;
    }
    await this.announcer.announce(await this.requests.dialled(id));
    return 'dialled';
  }

  private async announceAll(changed: readonly ChangedCallRequest[]): Promise<void> {
    await Promise.all(changed.map((request) => this.announcer.announce(request)));
  }
}
