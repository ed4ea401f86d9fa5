import { CallbackCall, type CallbackPlan } from './callback-call';
import type { CallView } from './call-view';
import type { ExchangeDeps } from './exchange-deps';
import { IncomingCall } from './incoming-call';
import type { IncomingPlan } from './incoming-plan';
import type { LegRecord } from './leg';
import type { LiveCall } from './live-call';
import { OutgoingCall, type OutgoingPlan } from './outgoing-call';

const keptCalls = 2_000;

/** A running scenario: the ids the customer will see, and when everything about it is told. */
export interface StartedCall {
  /** The main `pbx_call_id`: of the client's leg where a call has two. */
  id: string;
  ids: string[];
  finished: Promise<void>;
}

/** One ring of one extension, with the reason, for assertions. */
export interface Ring extends LegRecord {
  callId: string;
}

/** The PBX: every call that is or was, and what may be done to it from outside. */
export class Exchange {
  private readonly calls = new Map<string, LiveCall>();
  private readonly deps: ExchangeDeps;

  constructor(deps: Omit<ExchangeDeps, 'isTalking'>) {
    this.deps = { ...deps, isTalking: (extension) => this.isTalking(extension) };
  }

  incoming(plan: IncomingPlan): StartedCall {
    return this.begin(new IncomingCall(this.deps, plan));
  }

  outgoing(plan: OutgoingPlan): StartedCall {
    return this.begin(new OutgoingCall(this.deps, plan));
  }

  callback(plan: CallbackPlan): StartedCall {
    const call = new CallbackCall(this.deps, plan);
    const started = this.begin(call);
    if (call.client.id === call.id) return started;
    this.keep(call.client);
    return { ...started, id: call.client.id, ids: [call.id, call.client.id] };
  }

  list(): CallView[] {
    return [...this.calls.values()].map((call) => call.view());
  }

  get(id: string): CallView | undefined {
    return this.calls.get(id)?.view();
  }

  /** Resolves when all notifications of the call are out; at once for an unknown id. */
  async finished(id: string): Promise<void> {
    await this.calls.get(id)?.finished;
  }

  rings(filter: { callId?: string | undefined; extension?: string | undefined } = {}): Ring[] {
    return this.list()
      .filter((call) => filter.callId === undefined || call.id === filter.callId)
      .flatMap((call) => call.legs.map((leg) => ({ callId: call.id, ...leg })))
      .filter((ring) => filter.extension === undefined || ring.extension === filter.extension);
  }

  /** Answers a ringing extension. False when it is not ringing in that call. */
  accept(id: string, extension: string): boolean {
    const leg = this.calls.get(id)?.ringingLeg(extension);
    leg?.accept();
    return leg !== undefined;
  }

  refuse(id: string, extension: string): boolean {
    const leg = this.calls.get(id)?.ringingLeg(extension);
    leg?.refuse();
    return leg !== undefined;
  }

  /** Hangs up for the outside party. False for an unknown call. */
  hangUp(id: string): boolean {
    this.calls.get(id)?.hangUp();
    return this.calls.has(id);
  }

  /** Calls that ring or talk at this extension right now. */
  atExtension(extension: string): CallView[] {
    return [...this.calls.values()]
      .filter((call) => call.ringingLeg(extension) !== undefined || call.isTalkingAt(extension))
      .map((call) => call.view());
  }

  isTalking(extension: string): boolean {
    return [...this.calls.values()].some((call) => call.isTalkingAt(extension));
  }

  /** Breaks all calls off without another word and forgets them. */
  async clear(): Promise<void> {
    const calls = [...this.calls.values()];
    for (const call of calls) call.abort();
    await Promise.all(calls.filter((call) => call.view().startedAt !== null).map((call) => call.finished));
    this.calls.clear();
  }

  private begin(call: LiveCall): StartedCall {
    this.keep(call);
    void call.run();
    return { id: call.id, ids: [call.id], finished: call.finished };
  }

  private keep(call: LiveCall): void {
    this.calls.set(call.id, call);
    if (this.calls.size <= keptCalls) return;
    const oldest = [...this.calls.values()].find((known) => known.view().finished);
    if (oldest !== undefined) this.calls.delete(oldest.id);
  }
}
