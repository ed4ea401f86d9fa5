import {
  callNotifications,
  findExtension,
  otherHooks,
  switches,
  type CallNotification,
  type Extension,
} from './account/account';
import type { CallView } from './calls/call-view';
import type { Ring, StartedCall } from './calls/exchange';
import type { Behaviour } from './calls/exchange-deps';
import { addPastCall, type PastCall } from './calls/history';
import type { Cloud } from './cloud';
import { WorkingDay, type WorkingDayOptions } from './demo/working-day';
import type { FaultInput } from './faults/fault';
import type { ListedFault } from './faults/fault-list';
import { scenarioParametersSchema, type ScenarioParameters } from './scenarios/scenario';
import { scenarios, type ScenarioName } from './scenarios/scenarios';
import { completeExtension, createAccount, resolveOptions, type SimulatorOptions } from './simulator-options';
import type { Delivery } from './webhooks/delivery';
import type { LoggedRequest } from './api/request-log';
import type { LoggedDownload } from './recordings/download-log';

/** The account as a test wants to see it. The secret stays inside. */
export interface SimulatorState {
  pbxId: number;
  timeZone: string;
  balance: number;
  speed: number;
  extensions: Extension[];
  callinfo: { url: string; notifications: Record<string, boolean>; record: boolean };
  hooks: { url: string; switches: Record<string, boolean> };
  webrtc: { exists: boolean; domains: string[] };
  behaviour: Behaviour;
  faults: ListedFault[];
  liveCalls: number;
  workingDay: boolean;
}

/** Everything a test, the demo or the control API may do to the simulated account from outside. */
export class Simulator {
  private workingDay: WorkingDay | null = null;

  constructor(
    private readonly cloud: Cloud,
    private readonly initial: SimulatorOptions,
    private readonly forgetLimits: () => void,
  ) {}

  /**
   * Begins a call of a kind. Returns its ids at once; `finished` resolves when all its notifications are out.
   * @throws RangeError for an unknown name, ZodError for parameters the scenario cannot take.
   */
  runScenario(name: ScenarioName, parameters: ScenarioParameters = {}): StartedCall {
    const scenario = scenarios.find((known) => known.name === name);
    if (scenario === undefined) throw new RangeError(`there is no scenario "${name}"`);
    const { exchange, account, options } = this.cloud;
    const { behaviour, random, speed } = options;
    const context = { exchange, account, behaviour, random, speed };
    return scenario.start(context, scenarioParametersSchema.parse(parameters));
  }

  calls(filter: { live?: boolean } = {}): CallView[] {
    const all = this.cloud.exchange.list();
    return filter.live === true ? all.filter((call) => call.state !== 'ended') : all;
  }

  call(id: string): CallView | undefined {
    return this.cloud.exchange.get(id);
  }

  /** Resolves when the call and everything told about it is over. */
  finished(id: string): Promise<void> {
    return this.cloud.exchange.finished(id);
  }

  /** What rang, and because of what. */
  rings(filter: { callId?: string; extension?: string } = {}): Ring[] {
    return this.cloud.exchange.rings(filter);
  }

  deliveries(filter: { callId?: string; event?: string } = {}): Delivery[] {
    return this.cloud.deliveries.list(filter);
  }

  requests(path?: string): LoggedRequest[] {
    return this.cloud.requests.list(path);
  }

  /** Requests for files of recordings, by `call_id_with_rec`. */
  downloads(callId?: string): LoggedDownload[] {
    return this.cloud.downloads.list(callId);
  }

  accept(callId: string, extension: string): boolean {
    return this.cloud.exchange.accept(callId, extension);
  }

  refuse(callId: string, extension: string): boolean {
    return this.cloud.exchange.refuse(callId, extension);
  }

  hangUp(callId: string): boolean {
    return this.cloud.exchange.hangUp(callId);
  }

  addFault(fault: FaultInput): ListedFault {
    return this.cloud.faults.add(fault);
  }

  removeFault(id: string): boolean {
    return this.cloud.faults.remove(id);
  }

  clearFaults(): void {
    this.cloud.faults.clear();
  }

  /** False for an extension the PBX does not have. */
  setPresence(number: string, online: boolean): boolean {
    const extension = findExtension(this.cloud.account, number);
    if (extension !== undefined) extension.online = online;
    return extension !== undefined;
  }

  setExtensions(extensions: NonNullable<SimulatorOptions['extensions']>): void {
    this.cloud.account.extensions = extensions.map(completeExtension);
  }

  /** Adds an extension or changes the given properties of one. */
  putExtension(extension: Pick<Extension, 'number'> & Partial<Extension>): Extension {
    const known = findExtension(this.cloud.account, extension.number);
    if (known !== undefined) return Object.assign(known, extension);
    const added = completeExtension(extension);
    this.cloud.account.extensions.push(added);
    return added;
  }

  removeExtension(number: string): boolean {
    const { account } = this.cloud;
    const before = account.extensions.length;
    account.extensions = account.extensions.filter((extension) => extension.number !== number);
    return account.extensions.length < before;
  }

  /** Sets both addresses without the `zd_echo` probe and switches everything on but what `notifications` says. */
  setWebhook(
    url: string,
    notifications: { [name in CallNotification | 'record']?: boolean | undefined } = {},
  ): void {
    const { callinfo, hooks } = this.cloud.account;
    const { record = true, ...events } = notifications;
    Object.assign(callinfo, {
      url,
      record,
      notifications: { ...switches(callNotifications, url !== ''), ...events },
    });
    Object.assign(hooks, { url, switches: switches(otherHooks, url !== '') });
  }

  setBehaviour(behaviour: Partial<Behaviour>): Behaviour {
    return Object.assign(this.cloud.options.behaviour, behaviour);
  }

  setBalance(balance: number): void {
    this.cloud.account.balance = balance;
  }

  /** Sends an event that belongs to no call in progress, for example an SMS. Resolves with the customer's answer. */
  sendEvent(fields: Record<string, string>): Promise<string | null> {
    return this.cloud.deliveries.send({ callId: fields['pbx_call_id'] ?? null, fields });
  }

  sendSms(message: { from: string; to: string; text: string }): Promise<string | null> {
    const result = { caller_id: message.from, caller_did: message.to, text: message.text };
    return this.sendEvent({ event: 'SMS', result: JSON.stringify(result) });
  }

  /** Puts finished calls into the report that nobody was told about. Returns their ids. */
  addHistory(calls: readonly PastCall[]): string[] {
    const { statistics, recordings, options } = this.cloud;
    return calls.map((call) => addPastCall(call, { statistics, recordings, random: options.random }));
  }

  /** Plays calls until stopped. A second call replaces the first day. */
  startWorkingDay(options: WorkingDayOptions = {}): void {
    this.stopWorkingDay();
    const { account, exchange, options: own, pace } = this.cloud;
    this.workingDay = new WorkingDay({ account, exchange, random: own.random, pace }, this, options);
    this.workingDay.start();
  }

  stopWorkingDay(): void {
    this.workingDay?.stop();
    this.workingDay = null;
  }

  state(): SimulatorState {
    const { account, options, faults } = this.cloud;
    const { pbxId, timeZone, balance, extensions, callinfo, hooks, webrtc } = account;
    return structuredClone({
      pbxId,
      timeZone,
      balance,
      speed: options.speed,
      extensions,
      callinfo,
      hooks,
      webrtc: { exists: webrtc.exists, domains: webrtc.domains },
      behaviour: options.behaviour,
      faults: faults.list(),
      liveCalls: this.calls({ live: true }).length,
      workingDay: this.workingDay !== null,
    });
  }

  /** Back to how it was started: calls broken off, everything remembered forgotten, settings as in the options. */
  async reset(): Promise<void> {
    this.stopWorkingDay();
    const { account, options, exchange, deliveries, faults, statistics, recordings, keys } = this.cloud;
    const { requests, downloads } = this.cloud;
    await exchange.clear();
    for (const store of [deliveries, faults, statistics, recordings, keys, requests, downloads])
      store.clear();
    this.forgetLimits();
    Object.assign(account, createAccount(this.initial));
    Object.assign(options.behaviour, resolveOptions(this.initial).behaviour);
  }
}
