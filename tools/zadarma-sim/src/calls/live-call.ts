import { findExtension } from '../account/account';
import { newChannelId, newPbxCallId } from '../account/identifiers';
import { toWallClock } from '../account/wall-clock';
import type { CallDirection, CallState, CallView } from './call-view';
import type { ExchangeDeps } from './exchange-deps';
import { firstOf } from './first-of';
import { Leg, type Pickup, type RingReason } from './leg';
import type { StatisticsRow } from './call-statistics';

export type RingResult = { kind: 'answered'; leg: Leg } | { kind: 'nobody' | 'busy' | 'gone' | 'offline' };

export interface CallIdentity {
  scenario: string;
  direction: CallDirection;
  from: string;
  to: string;
  /** Planned. */
  talkSeconds: number;
  /** Only for a call that shares the id of another one. */
  id?: string;
}

/** One call in progress: ringing, talking, telling the customer. What happens in which order is up to the subclass. */
export abstract class LiveCall {
  readonly id: string;
  /** The last notification about the call itself is out; recordings may follow. */
  readonly ended: Promise<void>;
  /** All notifications are out. */
  readonly finished: Promise<void>;
  /** Asterisk id of the call itself, next to those of its legs. */
  protected readonly rootChannelId: string;
  protected readonly legs: Leg[] = [];
  protected readonly answers: CallView['answers'] = [];
  protected readonly recordedParts: string[] = [];
  protected readonly stop = new AbortController();
  protected state: CallState = 'planned';
  protected disposition: string | null = null;
  protected duration = 0;
  protected startedAt = 0;
  protected callStart = '';
  private readonly gone: Promise<'gone'>;
  private markGone: () => void = () => undefined;
  private markEnded: () => void = () => undefined;
  private markFinished: () => void = () => undefined;
  private done = false;

  constructor(
    protected readonly deps: ExchangeDeps,
    protected readonly identity: CallIdentity,
  ) {
    this.id = identity.id ?? newPbxCallId(deps.random, identity.direction);
    this.rootChannelId = this.newChannelId(deps.pace.clock.now());
    this.gone = new Promise((resolve) => (this.markGone = () => resolve('gone')));
    this.ended = new Promise((resolve) => (this.markEnded = resolve));
    this.finished = new Promise((resolve) => (this.markFinished = resolve));
  }

  /** Plays the call to its end. Resolves early when it is aborted. `startedAt` is for a leg of a call that began before. */
  async run(startedAt: number = this.deps.pace.clock.now()): Promise<void> {
    this.startedAt = startedAt;
    this.callStart = toWallClock(this.startedAt, this.deps.account.timeZone);
    this.state = 'ringing';
    try {
      await this.play();
      this.state = 'ended';
      this.markEnded();
      await this.announceRecordings();
      await this.deps.deliveries.flush(this.id);
    } catch (error) {
      if (!this.stop.signal.aborted) throw error;
    } finally {
      this.state = 'ended';
      this.done = true;
      this.markEnded();
      this.markFinished();
    }
  }

  /** The other side (or the control API) hangs up now. */
  hangUp(): void {
    this.markGone();
  }

  abort(): void {
    this.stop.abort();
  }

  /** Ends a call that was planned and will not take place; nobody is told. */
  forgo(): void {
    this.state = 'ended';
    this.done = true;
    this.markEnded();
    this.markFinished();
  }

  ringingLeg(extension: string): Leg | undefined {
    return this.legs.find((leg) => leg.record.extension === extension && leg.ringing);
  }

  isTalkingAt(extension: string): boolean {
    const talking = this.legs.findLast((leg) => leg.record.outcome === 'answered');
    return this.state === 'talking' && talking?.record.extension === extension;
  }

  view(): CallView {
    return {
      id: this.id,
      scenario: this.identity.scenario,
      direction: this.identity.direction,
      state: this.state,
      from: this.identity.from,
      to: this.identity.to,
      startedAt: this.startedAt === 0 ? null : new Date(this.startedAt).toISOString(),
      durationSeconds: this.duration,
      disposition: this.disposition,
      answers: [...this.answers],
      legs: this.legs.map((leg) => ({ ...leg.record })),
      recordings: [...this.recordedParts],
      finished: this.done,
    };
  }

  protected abstract play(): Promise<void>;

  /** Sends a notification of this call; values that are `null` are left out. */
  protected notify(event: string, fields: Record<string, string | null>): Promise<string | null> {
    const present = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null);
    const common = { event, call_start: this.callStart, pbx_call_id: this.id };
    return this.deps.deliveries.send({
      callId: this.id,
      fields: { ...common, ...Object.fromEntries(present) },
    });
  }

  /** Starts ringing an extension, or returns `null` when its phone is offline, unknown or in use. */
  protected ring(extension: string, because: RingReason, pickup: Pickup): Leg | 'offline' | 'busy' {
    if (findExtension(this.deps.account, extension)?.online !== true) return 'offline';
    if (this.isBusy(extension)) return 'busy';
    const now = this.deps.pace.clock.now();
    const leg = new Leg({
      extension,
      because,
      channelId: this.newChannelId(now),
      rangAt: new Date(now).toISOString(),
    });
    this.legs.push(leg);
    this.followPickup(leg, pickup);
    return leg;
  }

  /** Waits until one of the legs answers, all refuse, the time is over or the caller gives up. */
  protected async waitForAnswer(legs: readonly Leg[], seconds: number): Promise<RingResult> {
    const refused = Promise.all(legs.map((leg) => leg.decided)).then((all) =>
      all.length > 0 && all.every((outcome) => outcome === 'refused') ? ('refused' as const) : never(),
    );
    const accepted = legs.map(async (leg) => ((await leg.decided) === 'accepted' ? leg : never()));
    const result = await firstOf<Leg | 'refused' | 'timeout' | 'gone'>(this.stop.signal, [
      ...accepted.map((leg) => () => leg),
      () => refused,
      () => this.gone,
      (signal) => this.deps.pace.pause(seconds, signal).then(() => 'timeout' as const),
    ]);
    const answered = result instanceof Leg ? result : null;
    for (const leg of legs) this.settle(leg, leg === answered, result === 'refused');
    if (answered !== null) return { kind: 'answered', leg: answered };
    return { kind: result === 'gone' ? 'gone' : result === 'refused' ? 'busy' : 'nobody' };
  }

  /** Talks for `seconds`, or less when somebody hangs up. Says how long and whether the call is over. */
  protected async talk(seconds: number): Promise<{ seconds: number; hungUp: boolean }> {
    this.state = 'talking';
    const since = this.deps.pace.clock.now();
    const end = await firstOf<'over' | 'gone'>(this.stop.signal, [
      (signal) => this.deps.pace.pause(seconds, signal).then(() => 'over' as const),
      () => this.gone,
    ]);
    const hungUp = end === 'gone';
    const talked = hungUp ? Math.min(seconds, this.deps.pace.secondsSince(since)) : seconds;
    this.duration += talked;
    return { seconds: talked, hungUp };
  }

  /** Keeps a recording of a part of the call under the leg's channel id. */
  protected keepRecording(channelId: string, party: string, seconds: number): void {
    this.recordedParts.push(channelId);
    this.deps.recordings.add({
      callId: channelId,
      pbxCallId: this.id,
      direction: this.identity.direction,
      party,
      seconds,
      startedAt: this.startedAt,
    });
  }

  protected report(rows: readonly Omit<StatisticsRow, 'pbxCallId' | 'startedAt'>[]): void {
    for (const row of rows) {
      this.deps.statistics.add({ ...row, pbxCallId: this.id, startedAt: this.startedAt });
    }
  }

  private newChannelId(now: number): string {
    const { direction, talkSeconds: seconds } = this.identity;
    const { random, recordings } = this.deps;
    return newChannelId(random, now, recordings.invents ? { direction, seconds } : null);
  }

  private followPickup(leg: Leg, pickup: Pickup): void {
    const after = (seconds: number | null | undefined, act: () => void) => {
      if (seconds === null || seconds === undefined) return;
      this.deps.pace.pause(seconds, this.stop.signal).then(act, () => undefined);
    };
    after(pickup.answerAfter, () => {
      // Two calls may ring at once; whoever has taken one lets the other ring.
      if (!this.isBusy(leg.record.extension)) leg.accept();
    });
    after(pickup.refuseAfter, () => leg.refuse());
  }

  private isBusy(extension: string): boolean {
    return this.deps.behaviour.busyWhileTalking && this.deps.isTalking(extension);
  }

  private settle(leg: Leg, answered: boolean, refused: boolean): void {
    leg.record.outcome = answered ? 'answered' : refused ? 'busy' : 'no answer';
    if (answered) leg.record.answeredAt = new Date(this.deps.pace.clock.now()).toISOString();
  }

  private async announceRecordings(): Promise<void> {
    if (this.recordedParts.length === 0) return;
    await this.deps.pace.pause(this.deps.behaviour.recordDelaySeconds, this.stop.signal);
    for (const callId of this.recordedParts) {
      this.deps.recordings.markReady(callId);
      const fields = { event: 'NOTIFY_RECORD', call_id_with_rec: callId, pbx_call_id: this.id };
      await this.deps.deliveries.send({ callId: this.id, fields });
    }
  }
}

const never = (): Promise<never> => new Promise(() => undefined);
