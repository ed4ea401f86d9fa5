import type { CallView } from './call-view';
import { newPbxCallId } from '../account/identifiers';
import type { CallbackVariant, ExchangeDeps } from './exchange-deps';
import { LiveCall } from './live-call';
import { OutgoingCall, type OutgoingOutcome } from './outgoing-call';

// Q.931 causes by how the own phone's leg ended; 19 is "no answer".
const statusCodes: Readonly<Record<string, string>> = { answered: '16', busy: '17' };

export interface CallbackPlan {
  scenario: string;
  variant: CallbackVariant;
  extension: string;
  to: string;
  /** Seconds until the agent picks up; `null` waits for the widget or the control API. */
  agentAnswersAfter: number | null;
  agentRingSeconds: number;
  clientAnswersAfter: number;
  clientOutcome: OutgoingOutcome;
  talkSeconds: number;
  recorded: boolean;
}

/**
 * Click-to-call: first the agent's own phone rings (the helper leg), then the client's. How both legs are told
 * differs between observers, hence the variants.
 */
export class CallbackCall extends LiveCall {
  private readonly clientCall: OutgoingCall;

  constructor(
    deps: ExchangeDeps,
    private readonly plan: CallbackPlan,
  ) {
    const { scenario, extension: from, to, talkSeconds } = plan;
    super(deps, { scenario, direction: 'out', from, to, talkSeconds });
    const oneId = plan.variant === 'one-id';
    this.clientCall = new OutgoingCall(deps, {
      scenario: plan.scenario,
      extension: plan.extension,
      to: plan.to,
      ringSeconds: plan.clientAnswersAfter,
      outcome: plan.clientOutcome,
      talkSeconds: plan.talkSeconds,
      recorded: plan.recorded,
      callType: oneId ? 'callback_leg2' : 'normal',
      pickup: {},
      id: oneId ? this.id : newPbxCallId(deps.random, 'out'),
    });
  }

  /** The call with the client; its id equals this one's in the one-id variant. */
  get client(): LiveCall {
    return this.clientCall;
  }

  override view(): CallView {
    const own = super.view();
    if (this.plan.variant !== 'one-id' || own.disposition !== 'answered') return own;
    const { disposition, recordings } = this.clientCall.view();
    return { ...own, disposition, recordings };
  }

  override hangUp(): void {
    super.hangUp();
    this.clientCall.hangUp();
  }

  override abort(): void {
    super.abort();
    this.clientCall.abort();
  }

  protected async play(): Promise<void> {
    const pickup = { answerAfter: this.plan.agentAnswersAfter };
    const leg = this.ring(this.plan.extension, 'callback', pickup);
    // With the device offline nothing rings and nobody is told.
    if (leg === 'offline') return this.clientCall.forgo();
    if (leg === 'busy') return this.endBusy();
    void this.notify('NOTIFY_OUT_START', this.parties());
    const result = await this.waitForAnswer([leg], this.plan.agentRingSeconds);
    let recordings: Promise<void> | null = null;
    if (result.kind === 'answered') {
      this.state = 'talking';
      this.tellPickup();
      recordings = this.clientCall.run(this.plan.variant === 'one-id' ? this.startedAt : undefined);
      await this.clientCall.ended;
      this.duration = this.clientCall.view().durationSeconds;
      leg.record.talkSeconds = this.duration;
    } else {
      this.clientCall.forgo();
    }
    this.disposition =
      result.kind === 'answered' ? 'answered' : result.kind === 'gone' ? 'cancel' : 'no answer';
    await this.endHelperLeg(leg.record.channelId);
    await recordings;
  }

  /** The own phone is talking: it does not ring, and the attempt is told all the same. */
  private async endBusy(): Promise<void> {
    this.clientCall.forgo();
    void this.notify('NOTIFY_OUT_START', this.parties());
    this.disposition = 'busy';
    await this.endHelperLeg(this.rootChannelId);
  }

  private parties(): Record<string, string> {
    // Roles may be swapped on the helper leg: the extension is what is being dialled.
    const internal = this.plan.variant === 'two-ids' ? this.plan.extension : this.plan.to;
    return { caller_id: '0', internal, destination: this.plan.extension };
  }

  private tellPickup(): void {
    const { extension, to } = this.plan;
    switch (this.deps.behaviour.ownPhoneAnswer) {
      case 'untold':
        return;
      case 'extension':
        return void this.notify('NOTIFY_ANSWER', this.parties());
      case 'client':
        return void this.notify('NOTIFY_ANSWER', { caller_id: '0', internal: extension, destination: to });
    }
  }

  private async endHelperLeg(callId: string): Promise<void> {
    this.report([
      {
        callId,
        sip: this.plan.extension,
        clid: this.plan.to,
        destination: this.plan.extension,
        disposition: this.disposition ?? 'no answer',
        seconds: this.duration,
        recorded: false,
      },
    ]);
    await this.notify('NOTIFY_OUT_END', {
      ...this.parties(),
      duration: String(this.duration),
      disposition: this.disposition,
      status_code: statusCodes[this.disposition ?? ''] ?? '19',
      is_recorded: '0',
      call_id_with_rec: '',
      calltype: this.plan.variant === 'one-id' ? 'callback_leg1' : 'normal',
    });
  }
}
