import { findExtension } from '../account/account';
import type { ExchangeDeps } from './exchange-deps';
import { Leg, type Pickup } from './leg';
import { LiveCall } from './live-call';
import type { StatisticsRow } from './call-statistics';

/** How the called side of an outgoing call ends. */
export interface OutgoingOutcome {
  disposition: string;
  statusCode: string;
}

export interface OutgoingPlan {
  scenario: string;
  extension: string;
  /** As dialled: with or without `+`, national, or another extension. */
  to: string;
  ringSeconds: number;
  outcome: OutgoingOutcome;
  talkSeconds: number;
  recorded: boolean;
  callType: string;
  /** For a call between extensions: how the called person behaves. */
  pickup: Pickup;
  /** Shares the id of another call (click-to-call with one id). */
  id?: string;
}

/** A call dialled from a phone of the account: to a number outside, or to another extension. */
export class OutgoingCall extends LiveCall {
  constructor(
    deps: ExchangeDeps,
    private readonly plan: OutgoingPlan,
  ) {
    const identity = {
      scenario: plan.scenario,
      direction: 'out' as const,
      from: plan.extension,
      to: plan.to,
      talkSeconds: plan.talkSeconds,
    };
    super(deps, plan.id === undefined ? identity : { ...identity, id: plan.id });
  }

  /** The phone that dialled is in use from the first ring on. */
  override isTalkingAt(extension: string): boolean {
    const dialling = this.state === 'ringing' || this.state === 'talking';
    return (dialling && extension === this.plan.extension) || super.isTalkingAt(extension);
  }

  protected async play(): Promise<void> {
    void this.notify('NOTIFY_OUT_START', this.parties());
    const outcome = await this.ringOtherSide();
    if (outcome.disposition === 'answered') {
      void this.notify('NOTIFY_ANSWER', this.parties());
      await this.talk(this.plan.talkSeconds);
    }
    await this.end(outcome);
  }

  private parties(): Record<string, string> {
    const callerId = findExtension(this.deps.account, this.plan.extension)?.callerId ?? '0';
    return { caller_id: callerId, internal: this.plan.extension, destination: this.plan.to };
  }

  private async ringOtherSide(): Promise<OutgoingOutcome> {
    if (/^\d{3}$/.test(this.plan.to)) return this.ringExtension();
    const result = await this.waitForAnswer([], this.plan.ringSeconds);
    return result.kind === 'gone' ? { disposition: 'cancel', statusCode: '16' } : this.plan.outcome;
  }

  private async ringExtension(): Promise<OutgoingOutcome> {
    const leg = this.ring(this.plan.to, 'internal-call', this.plan.pickup);
    if (leg === 'busy') return { disposition: 'busy', statusCode: '17' };
    if (!(leg instanceof Leg)) return { disposition: 'no answer', statusCode: '19' };
    const result = await this.waitForAnswer([leg], this.plan.ringSeconds);
    if (result.kind === 'answered') return { disposition: 'answered', statusCode: '16' };
    if (result.kind === 'gone') return { disposition: 'cancel', statusCode: '16' };
    return { disposition: result.kind === 'busy' ? 'busy' : 'no answer', statusCode: '19' };
  }

  private async end(outcome: OutgoingOutcome): Promise<void> {
    this.disposition = outcome.disposition;
    const recorded = this.plan.recorded && outcome.disposition === 'answered';
    if (recorded) this.keepRecording(this.rootChannelId, this.plan.extension, this.duration);
    this.report([this.row(outcome.disposition, recorded)]);
    await this.notify('NOTIFY_OUT_END', {
      ...this.parties(),
      duration: String(this.duration),
      disposition: outcome.disposition,
      status_code: outcome.statusCode,
      is_recorded: recorded ? '1' : '0',
      call_id_with_rec: recorded ? this.rootChannelId : '',
      calltype: this.plan.callType,
    });
  }

  private row(disposition: string, recorded: boolean): Omit<StatisticsRow, 'pbxCallId' | 'startedAt'> {
    const name = findExtension(this.deps.account, this.plan.extension)?.name ?? 'Ext';
    return {
      callId: this.rootChannelId,
      sip: this.plan.extension,
      clid: `${name} (${this.plan.extension})`,
      destination: this.plan.to,
      // The report has its own spelling of this one.
      disposition: disposition === 'failed' ? 'call failed' : disposition,
      seconds: this.duration,
      recorded,
    };
  }
}
