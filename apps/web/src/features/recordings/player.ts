import type { CallItem, Recording } from '@callboard/contracts';
import { ApiProblem } from '../../shared/api/problem';
import { rememberedPosition, rememberedSpeed, rememberSpeed, speeds } from './memory';
import { type AskPlayback, PartPlayer, type PartState, type PlayerClock } from './part-player';
import { nextInList, partsToHear } from './playable';
import type { CallSource, PlayWish } from './player-door';

/** Everything about the player but its position. */
export interface PlayerState extends PartState {
  call: CallItem;
  parts: readonly Recording[];
  /** Which of the parts. */
  index: number;
  speed: number;
  next: CallItem | null;
}

/** What the player asks the server. */
export interface PlayerServer {
  partsOf(callId: string, signal: AbortSignal): Promise<Recording[]>;
  playback: AskPlayback;
}

type Opened = Omit<PlayerState, keyof PartState>;

/** Plays the parts of one call after another, and leads on to the next call of the list. */
export class Player {
  private opened: Opened | null = null;
  private shown: PlayerState | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly sound: PartPlayer;
  private list: CallSource | undefined;
  private unfollow = (): void => undefined;
  private opening = new AbortController();

  constructor(
    readonly audio: HTMLAudioElement,
    private readonly server: PlayerServer,
  ) {
    this.sound = new PartPlayer(
      audio,
      (id, signal) => server.playback(id, signal),
      () => this.tell(),
      () => this.goOn(),
    );
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly state = (): PlayerState | null => this.shown;
  readonly clock = (): PlayerClock => this.sound.clock;

  /** Opens a call; for the call that is open already it goes to the wanted place, or plays and pauses. */
  open(wish: PlayWish): void {
    this.followList(wish);
    const { opened } = this;
    const index = opened?.parts.findIndex(({ id }) => id === wish.recordingId) ?? -1;
    const isOpen = opened?.call.id === wish.call.id;
    if (!isOpen || (wish.recordingId !== undefined && index === -1)) {
      void this.openCall(wish);
      return;
    }
    this.lookForNext();
    if (index === -1) {
      this.toggle();
    } else {
      this.openPart(index, wish.atSeconds);
    }
  }

  private openPart(index: number, atSeconds: number | undefined): void {
    const isHere = index === this.opened?.index;
    if (isHere && atSeconds === undefined) {
      this.toggle();
    } else if (isHere && this.sound.state.source) {
      this.seek(atSeconds ?? 0);
      this.sound.play();
    } else {
      this.startPart(index, atSeconds);
    }
  }

  toggle(): void {
    const { opened, sound } = this;
    if (!opened) {
      return;
    }
    if (sound.state.phase === 'failed') {
      if (opened.parts.length === 0) {
        void this.openCall({ call: opened.call });
      } else {
        this.startPart(opened.index, sound.clock.position);
      }
    } else if (sound.state.phase === 'ended') {
      this.startPart(0, 0);
    } else if (sound.state.willPlay) {
      sound.pause();
    } else {
      sound.play();
    }
  }

  seek(seconds: number): void {
    this.sound.seek(seconds);
  }

  seekBy(seconds: number): void {
    this.sound.seek(this.sound.clock.position + seconds);
  }

  /** Falls silent for a call, at the place where it is; goes on when somebody presses play. */
  silence(): void {
    if (this.opened) {
      this.sound.silence();
    }
  }

  /** Begins a part, where listening stopped unless a second is given. */
  startPart(index: number, atSeconds?: number): void {
    this.begin(index, atSeconds);
  }

  /** Opens the recording that comes next by now. */
  next(): void {
    this.lookForNext();
    if (this.opened?.next) {
      this.open({ call: this.opened.next, list: this.list });
    }
  }

  setSpeed(speed: number): void {
    rememberSpeed(speed);
    this.sound.setSpeed(speed);
    this.set({ speed });
  }

  /** One step faster or slower. */
  changeSpeed(step: 1 | -1): void {
    const at = speeds.findIndex((speed) => speed === this.opened?.speed) + step;
    this.setSpeed(speeds[Math.min(speeds.length - 1, Math.max(0, at))] ?? 1);
  }

  /** Stops and forgets what was open. */
  close(): void {
    this.opening.abort();
    this.unfollow();
    this.opened = null;
    this.sound.stop();
  }

  private async openCall({ call, recordingId, atSeconds }: PlayWish): Promise<void> {
    this.opening.abort();
    this.opening = new AbortController();
    const { signal } = this.opening;
    const speed = rememberedSpeed();
    this.opened = { call, parts: [], index: 0, speed, next: this.nextAfter(call) };
    this.sound.stop();
    this.sound.setSpeed(speed);
    try {
      const all = await this.server.partsOf(call.id, signal);
      const parts = partsToHear(all);
      if (signal.aborted) {
        return;
      }
      if (parts.length === 0) {
        this.sound.fail(new ApiProblem({ code: goneCode(all), status: 409 }));
        return;
      }
      this.set({ parts });
      const wanted = parts.findIndex(({ id }) => id === recordingId);
      this.begin(Math.max(0, wanted), atSeconds, this.sound.state);
    } catch (error) {
      if (!signal.aborted) {
        this.sound.fail(error);
      }
    }
  }

  /** After a part comes the next one, from its beginning. */
  private goOn(): void {
    this.startPart((this.opened?.index ?? 0) + 1, 0);
  }

  /** `sounding` keeps the silence of what was paused while its parts were asked for. */
  private begin(index: number, atSeconds?: number, sounding?: PartState): void {
    const part = this.opened?.parts[index];
    if (part) {
      this.set({ index });
      this.sound.start(part, atSeconds ?? rememberedPosition(part.id), sounding);
    }
  }

  /** A call opened from elsewhere keeps the list only if it stands there. */
  private followList({ call, list }: PlayWish): void {
    const isOpen = this.opened?.call.id === call.id;
    const keeps = isOpen || this.list?.now().some(({ id }) => id === call.id);
    this.unfollow();
    this.list = list ?? (keeps ? this.list : undefined);
    this.unfollow = this.list?.follow(() => this.lookForNext()) ?? (() => undefined);
  }

  private lookForNext(): void {
    const { opened } = this;
    const next = opened && this.nextAfter(opened.call);
    if (next !== opened?.next) {
      this.set({ next: next ?? null });
    }
  }

  private nextAfter(call: CallItem): CallItem | null {
    return nextInList(this.list?.now() ?? [], call);
  }

  private set(change: Partial<Opened>): void {
    if (this.opened) {
      this.opened = { ...this.opened, ...change };
      this.tell();
    }
  }

  private tell(): void {
    this.shown = this.opened && { ...this.opened, ...this.sound.state };
    this.listeners.forEach((listener) => listener());
  }
}

const goneCode = (parts: readonly Recording[]): string =>
  parts.some(({ state }) => state === 'deleted') ? 'recording_deleted' : 'recording_missing';
