import type { Playback, Recording } from '@callboard/contracts';
import { ApiProblem } from '../../shared/api/problem';
import { rememberPosition } from './memory';

/**
 * `asking` the server, `waiting` until it has the audio, `loading` the audio itself; `failed` with an error that a
 * further attempt may heal.
 */
export type PlayerPhase = 'asking' | 'waiting' | 'loading' | 'playing' | 'paused' | 'ended' | 'failed';

/** How it stands with the part in the player. */
export interface PartState {
  phase: PlayerPhase;
  /** Where the audio comes from; null before it is known. */
  source: Exclude<Playback, { mode: 'pending' }> | null;
  /** Milliseconds since the epoch; when the server is asked again. */
  retryAt: number | null;
  error: unknown;
  /** Whether it plays, or will as soon as it can. */
  willPlay: boolean;
  /** Whether it was a call that silenced it; until somebody presses play. */
  silenced: boolean;
}

/** Whether a part that begins is to be heard. */
type Sounding = Pick<PartState, 'willPlay' | 'silenced'>;

const aloud: Sounding = { willPlay: true, silenced: false };

/** Seconds; the length is null while it is not known. */
export interface PlayerClock {
  position: number;
  duration: number | null;
}

/** Asks the server where a part's audio is. */
export type AskPlayback = (recordingId: string, signal: AbortSignal) => Promise<Playback>;

/** Positions are noted at most this often, in seconds of listening. */
const noteEvery = 5;
/** A link that dies again within so many seconds of where it was renewed is given up. */
const progress = 1;

/** Plays one part at a time through an audio element, whatever way the audio comes. */
export class PartPlayer {
  state: PartState = { phase: 'asking', source: null, retryAt: null, error: null, ...aloud };
  clock: PlayerClock = { position: 0, duration: null };
  private part: Recording | null = null;
  private asking = new AbortController();
  private retry: ReturnType<typeof setTimeout> | undefined;
  private startAt = 0;
  private renewedAt: number | null = null;
  private notedAt = 0;

  constructor(
    private readonly audio: HTMLAudioElement,
    private readonly ask: AskPlayback,
    private readonly tell: () => void,
    private readonly ended: () => void,
  ) {
    audio.preload = 'auto';
    const on = (event: string, act: () => void) =>
      audio.addEventListener(event, () => this.state.source && act());
    on('loadedmetadata', () => this.onMetadata());
    on('canplay', () => this.state.willPlay || this.set({ phase: 'paused' }));
    // A key of the keyboard or headset made for it starts the sound without us.
    on('playing', () => audio.paused || this.set({ phase: 'playing', ...aloud }));
    on('waiting', () => this.state.willPlay && this.set({ phase: 'loading' }));
    on('pause', () => audio.ended || this.onPause());
    on('ended', () => this.onEnded());
    on('error', () => this.onDead());
    for (const event of ['durationchange', 'timeupdate', 'seeking']) {
      on(event, () => this.tick());
    }
  }

  /** Begins a part at a second, with the sound on unless said otherwise. */
  start(part: Recording, at: number, { willPlay, silenced }: Sounding = aloud): void {
    this.stop();
    this.part = part;
    this.startAt = at;
    this.renewedAt = null;
    this.clock = { position: at, duration: part.durationSeconds };
    this.set({ willPlay, silenced });
    void this.fetch(part);
  }

  play(): void {
    this.set(aloud);
    if (!this.state.source) {
      return;
    }
    this.audio.play().catch((error: unknown) => {
      // Some browsers want a press of their own first; being overtaken by another source is no news.
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        this.onPause();
      }
    });
  }

  pause(): void {
    this.audio.pause();
    this.set({ willPlay: false });
  }

  /** Falls silent for a call, and so does what is still on its way; only {@link play} brings the sound back. */
  silence(): void {
    if (this.state.willPlay) {
      this.pause();
      this.set({ silenced: true });
    }
  }

  /** Goes to a second of the part; beyond either end it stays at the end. */
  seek(seconds: number): void {
    const { duration } = this.clock;
    this.startAt = Math.max(0, duration === null ? seconds : Math.min(seconds, duration));
    if (this.state.source) {
      this.audio.currentTime = this.startAt;
    }
    this.clock = { position: this.startAt, duration };
    this.set(this.state.phase === 'ended' ? { phase: 'paused' } : {});
  }

  setSpeed(speed: number): void {
    // A new source falls back to the default.
    this.audio.defaultPlaybackRate = speed;
    this.audio.playbackRate = speed;
  }

  fail(error: unknown): void {
    this.set({ phase: 'failed', error, source: null });
  }

  /** Ends whatever is on its way, so that nothing of it comes back later. */
  stop(): void {
    this.note();
    this.asking.abort();
    this.asking = new AbortController();
    clearTimeout(this.retry);
    if (this.state.source) {
      this.state = { ...this.state, source: null };
      this.audio.pause();
      this.audio.removeAttribute('src');
      this.audio.load();
    }
    this.part = null;
    this.clock = { position: 0, duration: null };
    this.set({ phase: 'asking', retryAt: null, error: null, ...aloud });
  }

  private async fetch(part: Recording): Promise<void> {
    const { signal } = this.asking;
    this.set({ phase: 'asking', source: null, retryAt: null, error: null });
    try {
      const answer = await this.ask(part.id, signal);
      if (!signal.aborted) {
        this.take(answer, part);
      }
    } catch (error) {
      if (!signal.aborted) {
        this.fail(error);
      }
    }
  }

  private take(answer: Playback, part: Recording): void {
    if (answer.mode === 'pending') {
      const wait = answer.retryAfterSeconds * 1000;
      this.set({ phase: 'waiting', retryAt: Date.now() + wait });
      this.retry = setTimeout(() => void this.fetch(part), wait);
      return;
    }
    this.set({ phase: 'loading', source: answer });
    this.audio.src = answer.url;
    if (this.state.willPlay) {
      this.play();
    }
  }

  private onMetadata(): void {
    if (this.startAt > 0) {
      this.audio.currentTime = this.startAt;
    }
    this.tick();
  }

  private onPause(): void {
    this.note();
    this.set({ phase: 'paused', willPlay: false });
  }

  private onEnded(): void {
    this.note();
    this.set({ phase: 'ended', willPlay: false });
    this.ended();
  }

  /** A link that died is asked anew at the same place, once for that place. */
  private onDead(): void {
    const { position } = this.clock;
    const isHopeless = this.renewedAt !== null && Math.abs(position - this.renewedAt) < progress;
    if (isHopeless || !this.part) {
      this.fail(new ApiProblem({ code: 'recording_not_playable', status: 0 }));
      return;
    }
    this.renewedAt = position;
    this.startAt = position;
    void this.fetch(this.part);
  }

  private tick(): void {
    const { currentTime, duration, readyState } = this.audio;
    this.clock = {
      // Before the first data it is where it will begin.
      position: readyState === 0 ? this.clock.position : currentTime,
      duration: Number.isFinite(duration) && duration > 0 ? duration : this.clock.duration,
    };
    if (Math.abs(this.clock.position - this.notedAt) >= noteEvery) {
      this.note();
    }
    this.tell();
  }

  private note(): void {
    if (this.part && this.state.source) {
      this.notedAt = this.clock.position;
      rememberPosition(this.part.id, this.clock.position, this.clock.duration);
    }
  }

  private set(change: Partial<PartState>): void {
    this.state = { ...this.state, ...change };
    this.tell();
  }
}
