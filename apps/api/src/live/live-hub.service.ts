import type { Principal } from '@callboard/auth';
import { callsLimitedTo, isAllowed } from '@callboard/auth';
import { type CallAudience, type CallSummary, CallsService } from '@callboard/calls';
import type { CallItem } from '@callboard/contracts';
import { LiveBus, type LiveMessage, type LiveSignal } from '@callboard/messaging';
import { Clock, LOG, type Log } from '@callboard/platform';
import type { CallAudio } from '@callboard/recordings';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CallPresenter, withRecording } from '../recordings/call-presenter.service';
import { mayListen } from '../recordings/may-listen';
import { KnownLegs } from './known-legs';
import type { LiveStream } from './live-stream';
import { RecentChanges } from './recent-changes';
import { formatEvent, type SseEvent } from './sse-event';

type Ringing = Extract<LiveMessage, { type: 'call.ringing' }>;

const resync: SseEvent = { name: 'resync', data: {} };

interface CallSending {
  readonly isMeant: (principal: Principal) => boolean;
  readonly event: (call: CallItem) => SseEvent;
}

const pollEveryMs = 5_000;
/** More changed calls than this at once are not sent one by one: readers load what they show instead. */
const mostAtOnce = 500;
/** A phone that rang this long ago rings no more. */
const freshMs = 60_000;

/**
 * Sends what changed to every stream of this process that may see it.
 *
 * The bus says at once that something changed, and the database is asked every few seconds what changed lately, so
 * that a wake-up that got lost costs seconds and nothing else. One query tells who may see it, however many listen.
 */
@Injectable()
export class LiveHub implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly streams = new Set<LiveStream>();
  private readonly legs = new KnownLegs();
  private readonly recent: RecentChanges;
  private timer: NodeJS.Timeout | undefined;
  private changed = new Set<string>();
  private ringing: Ringing[] = [];
  private sending: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly calls: CallsService,
    private readonly presenter: CallPresenter,
    private readonly bus: LiveBus,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.recent = new RecentChanges(this.calls, mostAtOnce);
  }

  onApplicationBootstrap(): void {
    this.bus.subscribe((signal) => this.receive(signal));
    this.timer = setInterval(() => void this.poll(), pollEveryMs);
  }

  /** Before the HTTP server closes, which waits for open answers. */
  onModuleDestroy(): void {
    this.closed = true;
    clearInterval(this.timer);
    this.streams.forEach((stream) => stream.end());
    this.streams.clear();
  }

  add(stream: LiveStream): void {
    if (this.closed) {
      stream.end();
      return;
    }
    if (this.streams.size === 0) {
      this.recent.start();
    }
    this.streams.add(stream);
  }

  /** True while nobody listens. */
  get isIdle(): boolean {
    return this.streams.size === 0;
  }

  remove(stream: LiveStream): void {
    this.streams.delete(stream);
  }

  /** Sends every reader a heartbeat. */
  beat(text: string): void {
    this.streams.forEach((stream) => stream.beat(text));
  }

  private receive(signal: LiveSignal): void {
    if (this.streams.size === 0) {
      return;
    }
    switch (signal.type) {
      case 'call.changed':
        this.changed.add(signal.id);
        return this.sendSoon();
      case 'call.ringing':
        this.ringing.push(signal);
        return this.sendSoon();
      case 'settings.changed':
        return this.sendTo((principal) => isAllowed(principal, 'settings.read'), {
          name: 'settings.changed',
          data: {},
        });
      case 'reconnected':
        void this.poll();
    }
  }

  /** Finds what no wake-up told about. */
  private async poll(): Promise<void> {
    if (this.streams.size === 0) {
      return;
    }
    try {
      const missed = await this.recent.unseen();
      if (missed === 'too_many') {
        this.startAnew();
      } else if (missed.length > 0) {
        missed.forEach((id) => this.changed.add(id));
        this.sendSoon();
      }
    } catch (error) {
      this.log.warn({ err: error }, 'The live stream could not ask what changed');
    }
  }

  /** One query at a time; what changes meanwhile goes into the next. */
  private sendSoon(): void {
    this.sending ??= this.sendAll()
      .catch((error: unknown) =>
        this.log.warn({ err: error }, 'The live stream could not read changed calls'),
      )
      .finally(() => {
        this.sending = undefined;
        if (this.changed.size > 0 || this.ringing.length > 0) {
          this.sendSoon();
        }
      });
  }

  private async sendAll(): Promise<void> {
    const isTooMuch = this.changed.size > mostAtOnce;
    const changed = isTooMuch ? new Set<string>() : this.changed;
    const ringing = this.ringing;
    this.changed = new Set();
    this.ringing = [];
    if (isTooMuch) {
      this.startAnew();
    }
    const ids = [...new Set([...changed, ...ringing.map(({ id }) => id)])];
    const [audience, audio] = await Promise.all([this.calls.audienceOf(ids), this.presenter.audioOf(ids)]);
    const news = audience
      .filter(({ item }) => changed.has(item.id))
      .sort((one, other) => one.updatedAt.getTime() - other.updatedAt.getTime());
    this.hideLegs(news);
    news.filter(({ isShown }) => isShown).forEach((call) => this.sendChanged(call, audio.get(call.item.id)));
    const byId = new Map(audience.map((call) => [call.item.id, call]));
    ringing.forEach((message) => this.sendRinging(message, byId.get(message.id), audio.get(message.id)));
  }

  /**
   * There is no telling a screen to drop a call: once a call turns out to be a helper leg, whoever may see it loads what
   * they show again. Later changes of the leg are changes of its call.
   */
  private hideLegs(news: readonly CallAudience[]): void {
    const gone = news.filter(({ item, helperOfId }) => this.legs.isNews(item.id, helperOfId));
    if (gone.length > 0) {
      this.sendTo((principal) => gone.some((call) => maySee(principal, call)), resync);
    }
    for (const { item, updatedAt, helperOfId } of news.filter(({ isShown }) => !isShown)) {
      this.recent.note(item.id, updatedAt);
      if (helperOfId !== null) {
        this.changed.add(helperOfId);
      }
    }
  }

  private sendChanged(call: CallAudience, audio: CallAudio | undefined): void {
    this.recent.note(call.item.id, call.updatedAt);
    this.sendCall(call.item, audio, {
      isMeant: (principal) => maySee(principal, call),
      event: (item) => changedEvent(item, call.updatedAt),
    });
  }

  /** To the one whose phone it is: others see the call in their lists, but nothing pops up. */
  private sendRinging(
    { type, at, ...ringing }: Ringing,
    call: CallAudience | undefined,
    audio: CallAudio | undefined,
  ): void {
    if (call && this.clock.now().getTime() - new Date(at).getTime() < freshMs) {
      this.sendCall(call.item, audio, {
        isMeant: ({ kind, id }) => kind === 'employee' && id === ringing.employeeId,
        event: (item) => ({ name: type, data: { ...ringing, at, call: item } }),
      });
    }
  }

  /** A call in its two looks: for those who may listen to it, and for those who may only see it. */
  private sendCall(call: CallSummary, audio: CallAudio | undefined, { isMeant, event }: CallSending): void {
    for (const isAudible of [true, false]) {
      this.sendTo(
        (principal) => isMeant(principal) && mayListen(principal, audio) === isAudible,
        event(withRecording(call, audio, isAudible)),
      );
    }
  }

  private startAnew(): void {
    this.sendTo(() => true, resync);
  }

  /** Sends an event to the streams of whom it is meant for. */
  sendTo(isMeant: (principal: Principal) => boolean, event: SseEvent): void {
    let text: string | undefined;
    for (const stream of this.streams) {
      if (isMeant(stream.principal)) {
        text ??= formatEvent(event);
        stream.send(text);
      }
    }
  }
}

/** True if the principal may see the call: everything for administrators and keys, else what concerns them. */
export function maySee(principal: Principal, { employeeIds }: Pick<CallAudience, 'employeeIds'>): boolean {
  const limitedTo = callsLimitedTo(principal);
  return limitedTo === null || employeeIds.includes(limitedTo);
}

/** The event that shows a call as it is now. */
export function changedEvent(call: CallItem, updatedAt: Date) {
  return {
    name: 'call.changed' as const,
    id: updatedAt.toISOString(),
    data: { id: call.id, version: call.version, call },
  };
}
