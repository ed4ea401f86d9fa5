import type { Account, CallNotification } from '../account/account';
import type { Pace } from '../account/clock';
import type { FaultOf } from '../faults/fault';
import type { FaultList } from '../faults/fault-list';
import type { Delivery, OutgoingEvent } from './delivery';
import { postEvent } from './post-event';
import { webhookSignature } from './webhook-signature';

const keptDeliveries = 5_000;

type WebhookFault = FaultOf<'webhook'>;

/** Sends signed notifications in order per call, applies the webhook faults and remembers every delivery. */
export class Deliveries {
  private readonly sent: Delivery[] = [];
  private readonly queues = new Map<string, Promise<unknown>>();
  private readonly held = new Map<string, (() => Promise<unknown>)[]>();
  private readonly running = new Set<Promise<unknown>>();
  private readonly stop = new AbortController();
  private sequence = 0;

  constructor(
    private readonly account: Account,
    private readonly faults: FaultList,
    private readonly pace: Pace,
    private readonly answerTimeoutMs: number,
  ) {}

  list(filter: { callId?: string | undefined; event?: string | undefined } = {}): Delivery[] {
    return this.sent.filter(
      (delivery) =>
        (filter.callId === undefined || delivery.callId === filter.callId) &&
        (filter.event === undefined || delivery.event === filter.event),
    );
  }

  /**
   * Tells the customer's server one event after the earlier ones of the same call. Resolves with the answer's body, or
   * `null` when the event is switched off, was lost to a fault, or no usable answer came.
   */
  send(event: OutgoingEvent): Promise<string | null> {
    const url = this.addressFor(event.fields['event'] ?? '');
    if (url === null) return Promise.resolve(null);
    const faults = this.faults.take('webhook', (fault) => concerns(fault, event));
    const kinds = new Set(faults.map((fault) => fault.kind));
    if (kinds.has('missing')) return Promise.resolve(null);
    const deliver = () => this.deliver(event, url, kinds);
    const late = faults.find((fault) => fault.kind === 'late');
    if (late !== undefined) return this.later(event, late.delaySeconds, deliver);
    if (kinds.has('out-of-order') && event.callId !== null) {
      this.held.set(event.callId, [...(this.held.get(event.callId) ?? []), deliver]);
      return Promise.resolve(null);
    }
    return this.inTurn(event.callId ?? '', async () => {
      const answer = await deliver();
      await this.release(event.callId);
      return answer;
    });
  }

  /** Sends what an `out-of-order` fault still holds back; called when a call is over. */
  async flush(callId: string): Promise<void> {
    await this.inTurn(callId, () => this.release(callId));
    this.queues.delete(callId);
  }

  clear(): void {
    this.sent.length = 0;
    this.held.clear();
  }

  /** Gives up everything under way. */
  async close(): Promise<void> {
    this.stop.abort();
    await Promise.allSettled([...this.running]);
  }

  private addressFor(event: string): string | null {
    const { callinfo, hooks } = this.account;
    if (event === 'NOTIFY_RECORD') return callinfo.record && callinfo.url !== '' ? callinfo.url : null;
    if (event === 'NOTIFY_IVR') return callinfo.url || null;
    if (event.startsWith('NOTIFY_')) {
      const on = callinfo.notifications[event.toLowerCase() as CallNotification];
      return on && callinfo.url !== '' ? callinfo.url : null;
    }
    const on = (hooks.switches as Record<string, boolean>)[event.toLowerCase()];
    return on && hooks.url !== '' ? hooks.url : null;
  }

  private inTurn<T>(queue: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.queues.get(queue) ?? Promise.resolve()).then(work, work);
    this.queues.set(queue, turn);
    return this.track(turn);
  }

  private later(event: OutgoingEvent, seconds: number, deliver: () => Promise<unknown>): Promise<null> {
    const waiting = this.pace.pause(seconds, this.stop.signal).then(
      () => this.inTurn(event.callId ?? '', deliver),
      () => undefined,
    );
    void this.track(waiting);
    // The caller does not wait for a late notification: the PBX goes on as if no answer had come.
    return Promise.resolve(null);
  }

  private track<T>(work: Promise<T>): Promise<T> {
    this.running.add(work);
    const forget = () => this.running.delete(work);
    work.then(forget, forget);
    return work;
  }

  private async release(callId: string | null): Promise<void> {
    const held = callId === null ? undefined : this.held.get(callId);
    if (callId !== null) this.held.delete(callId);
    for (const deliver of held ?? []) await deliver();
  }

  private async deliver(
    event: OutgoingEvent,
    url: string,
    kinds: ReadonlySet<WebhookFault['kind']>,
  ): Promise<string | null> {
    const right = webhookSignature(this.account.secret, event.fields);
    const wrong = webhookSignature(`${this.account.secret}-other`, event.fields);
    const signature = kinds.has('unsigned') ? null : kinds.has('wrong-signature') ? wrong : right;
    const first = await this.post(event, url, signature, [...kinds]);
    if (kinds.has('twice')) await this.post(event, url, signature, [...kinds]);
    return first.status !== null && first.status < 300 ? first.answer : null;
  }

  private async post(
    event: OutgoingEvent,
    url: string,
    signature: string | null,
    faults: string[],
  ): Promise<Delivery> {
    const sentAt = this.pace.clock.now();
    const signal = AbortSignal.any([this.stop.signal, AbortSignal.timeout(this.answerTimeoutMs)]);
    const outcome = await postEvent({ url, fields: event.fields, signature, signal });
    this.sequence += 1;
    const delivery: Delivery = {
      id: this.sequence,
      callId: event.callId,
      event: event.fields['event'] ?? '',
      fields: event.fields,
      url,
      signature,
      faults,
      sentAt: new Date(sentAt).toISOString(),
      durationMs: this.pace.clock.now() - sentAt,
      ...outcome,
    };
    this.sent.push(delivery);
    if (this.sent.length > keptDeliveries) this.sent.shift();
    return delivery;
  }
}

function concerns(fault: WebhookFault, event: OutgoingEvent): boolean {
  const sameEvent = fault.event === undefined || fault.event === event.fields['event'];
  return sameEvent && (fault.callId === undefined || fault.callId === event.callId);
}
