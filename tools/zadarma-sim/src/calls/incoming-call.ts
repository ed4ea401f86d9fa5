import { readCallAnswer, readTarget, type CallAnswer } from '../webhooks/call-answer';
import type { ExchangeDeps } from './exchange-deps';
import type { IncomingEnding, IncomingPlan, PlannedTransfer, RingStep } from './incoming-plan';
import { incomingRows } from './incoming-rows';
import { Leg, type RingReason } from './leg';
import { LiveCall, type RingResult } from './live-call';

const mostMenus = 5;
const busyEnding = { disposition: 'busy', statusCode: '17', talkedLast: null };
const cancelled = { disposition: 'cancel', statusCode: '16', talkedLast: null };

/** An incoming call: asks the customer where to go, rings, talks, transfers, ends. */
export class IncomingCall extends LiveCall {
  private callerName: string | null = null;

  constructor(
    deps: ExchangeDeps,
    private readonly plan: IncomingPlan,
  ) {
    const { scenario, from, did: to, talkSeconds } = plan;
    super(deps, { scenario, direction: 'in', from, to, talkSeconds });
  }

  protected async play(): Promise<void> {
    const body = await this.notify('NOTIFY_START', this.numbers());
    if (this.plan.failsWith !== null) return this.end({ ...this.plan.failsWith, talkedLast: null });
    const answer = await this.followMenus(this.note('NOTIFY_START', body));
    if (answer.kind === 'blacklist') return this.end(busyEnding);
    if (answer.kind === 'hangup') return this.end(cancelled);
    await this.end(await this.ringThenTalk(answer));
  }

  private numbers(): Record<string, string> {
    return { caller_id: this.plan.from, called_did: this.plan.did };
  }

  private note(event: string, body: string | null): CallAnswer {
    const answer = readCallAnswer(body ?? '');
    this.answers.push({ event, body, effect: describe(answer) });
    if ('callerName' in answer && answer.callerName !== null) this.callerName = answer.callerName;
    return answer;
  }

  private async followMenus(first: CallAnswer): Promise<CallAnswer> {
    let answer = first;
    for (let menus = 0; answer.kind === 'speak' && menus < mostMenus; menus += 1) {
      await this.deps.pace.pause(2, this.stop.signal);
      const body = await this.notify('NOTIFY_IVR', { ...this.numbers(), ...this.menuFields(answer) });
      const pressedNothing = this.plan.digits === '' ? (answer.waitForKeys?.defaultTarget ?? null) : null;
      const next = this.note('NOTIFY_IVR', body);
      answer = next.kind === 'default' && pressedNothing !== null ? byDefault(pressedNothing) : next;
    }
    return answer;
  }

  private menuFields(answer: Extract<CallAnswer, { kind: 'speak' }>): Record<string, string> {
    const complete: Record<string, string> =
      answer.command === 'ivr_saydigits' || answer.command === 'ivr_saynumber'
        ? { [answer.command]: 'COMPLETE' }
        : {};
    if (answer.waitForKeys === null) return complete;
    return {
      ...complete,
      'wait_dtmf[name]': answer.waitForKeys.name,
      'wait_dtmf[digits]': this.plan.digits,
      'wait_dtmf[default_behaviour]': this.plan.digits === '' ? '1' : '',
    };
  }

  private async ringThenTalk(answer: CallAnswer): Promise<IncomingEnding> {
    // Counted in planned seconds, not by the clock, so that a slow machine does not turn an answered call into a missed one.
    let patience = this.plan.patienceSeconds;
    const redirect: RingStep[] =
      answer.kind === 'extension'
        ? [{ extensions: [answer.extension], seconds: answer.returnTimeout || this.plan.patienceSeconds }]
        : [];
    const stays = answer.kind === 'extension' && !answer.returnTimeout;
    let busy = false;
    for (const [index, step] of [...redirect, ...(stays ? [] : this.plan.steps)].entries()) {
      const because = index < redirect.length ? 'redirect' : 'scenario';
      const result = await this.ringStep(step, because, patience);
      if (result.kind === 'answered') return this.talkWith(result.leg);
      if (result.kind === 'gone') return cancelled;
      if (result.kind === 'nobody') patience -= step.seconds;
      busy = result.kind === 'busy';
    }
    if (this.plan.voicemailSeconds !== null) return this.leaveMessage(this.plan.voicemailSeconds);
    return busy ? busyEnding : { ...this.plan.unanswered, talkedLast: null };
  }

  private async ringStep(step: RingStep, because: RingReason, patienceLeft: number): Promise<RingResult> {
    const rung = step.extensions.map((extension) =>
      this.ring(extension, because, this.plan.pickup(extension, because)),
    );
    const legs = rung.filter((leg) => leg instanceof Leg);
    if (legs.length === 0) return { kind: rung.includes('busy') ? 'busy' : 'offline' };
    for (const leg of legs) {
      void this.notify('NOTIFY_INTERNAL', { ...this.numbers(), internal: leg.record.extension });
    }
    const result = await this.waitForAnswer(legs, Math.min(step.seconds, patienceLeft));
    return result.kind === 'nobody' && patienceLeft <= step.seconds ? { kind: 'gone' } : result;
  }

  private async talkWith(first: Leg): Promise<IncomingEnding> {
    let leg = first;
    this.announceAnswer(leg, {});
    for (const transfer of this.plan.transfers) {
      const part = await this.talkOn(leg, transfer.afterSeconds);
      if (part.hungUp) return answered(leg);
      leg =
        (await this.transfer(
          leg,
          transfer.to(leg.record.extension, first.record.extension),
          transfer.type,
        )) ?? leg;
    }
    await this.talkOn(leg, this.plan.talkSeconds);
    return answered(leg);
  }

  private async talkOn(leg: Leg, seconds: number): Promise<{ hungUp: boolean }> {
    const part = await this.talk(seconds);
    leg.record.talkSeconds += part.seconds;
    leg.record.recorded = this.plan.recorded;
    return part;
  }

  private async transfer(from: Leg, to: string, type: PlannedTransfer['type']): Promise<Leg | null> {
    const leg = this.ring(to, 'transfer', this.plan.pickup(to, 'transfer'));
    if (!(leg instanceof Leg)) return null;
    const how = { transfer_from: from.record.extension, transfer_type: type };
    void this.notify('NOTIFY_INTERNAL', { ...this.numbers(), internal: to, ...how });
    const result = await this.waitForAnswer([leg], 20);
    if (result.kind !== 'answered') return null;
    this.announceAnswer(leg, how);
    return leg;
  }

  private announceAnswer(leg: Leg, transfer: Record<string, string>): void {
    const extension = leg.record.extension;
    const destination = this.deps.behaviour.answerDestination === 'did' ? this.plan.did : extension;
    void this.notify('NOTIFY_ANSWER', {
      caller_id: this.plan.from,
      destination,
      internal: extension,
      ...transfer,
    });
  }

  private async leaveMessage(seconds: number): Promise<IncomingEnding> {
    await this.talk(seconds);
    return { disposition: 'answered', statusCode: '16', talkedLast: null };
  }

  private async end(ending: IncomingEnding): Promise<void> {
    this.disposition = ending.disposition;
    for (const leg of this.legs.filter(({ record }) => record.recorded)) {
      this.keepRecording(leg.record.channelId, leg.record.extension, leg.record.talkSeconds);
    }
    const records = this.legs.map((leg) => leg.record);
    this.report(
      incomingRows({ ...this.facts(), disposition: ending.disposition, duration: this.duration }, records),
    );
    await this.notify('NOTIFY_END', this.endFields(ending));
  }

  private facts() {
    return {
      from: this.plan.from,
      did: this.plan.did,
      callerName: this.callerName,
      channelId: this.rootChannelId,
    };
  }

  private endFields(ending: IncomingEnding): Record<string, string | null> {
    const rang = this.legs[0]?.record.extension ?? null;
    const talked = ending.talkedLast?.record.extension ?? null;
    return {
      ...this.numbers(),
      internal: talked !== null || this.plan.internalInEnd ? rang : null,
      duration: String(this.duration),
      disposition: ending.disposition,
      last_internal: talked,
      status_code: ending.statusCode,
      is_recorded: this.recordedParts.length > 0 ? '1' : '0',
      call_id_with_rec: this.recordedParts[0] ?? '',
      calltype: 'normal',
    };
  }
}

const answered = (talkedLast: Leg): IncomingEnding => ({
  disposition: 'answered',
  statusCode: '16',
  talkedLast,
});

function byDefault(target: string): CallAnswer {
  return target === 'hangup' ? { kind: 'hangup' } : readTarget(target, null, null);
}

function describe(answer: CallAnswer): string {
  switch (answer.kind) {
    case 'default':
      return answer.note ?? (answer.callerName === null ? 'own scenario' : 'own scenario, shows the name');
    case 'extension':
      return `rings ${answer.extension}`;
    case 'menu':
      return `goes to menu ${answer.target}`;
    case 'blacklist':
      return 'busy tone';
    case 'hangup':
      return 'hangs up';
    case 'speak':
      return `plays ${answer.command}`;
  }
}
