import type { Recording } from '@callboard/contracts';
import { uuid } from './calls';

/** The first part of a call's recording, to be heard from Zadarma. */
export function recording(changes: Partial<Recording> = {}): Recording {
  return {
    id: uuid(701),
    callId: uuid(1),
    state: 'remote',
    part: 1,
    durationSeconds: 60,
    sizeBytes: null,
    reason: null,
    legalHold: false,
    transcriptState: 'none',
    ...changes,
  };
}

/**
 * What the player needs of an audio element, since jsdom plays nothing: the sound begins at once and goes on
 * as {@link FakeAudio.hear} says.
 */
export class FakeAudio extends EventTarget {
  duration = Number.NaN;
  readyState = 0;
  paused = true;
  ended = false;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  preload = '';
  readonly sources: string[] = [];
  private at = 0;

  get src(): string {
    return this.sources.at(-1) ?? '';
  }

  set src(url: string) {
    this.sources.push(url);
    this.at = 0;
    this.readyState = 0;
    this.ended = false;
    this.playbackRate = this.defaultPlaybackRate;
  }

  get currentTime(): number {
    return this.at;
  }

  set currentTime(seconds: number) {
    this.at = seconds;
    this.ended = false;
    this.dispatchEvent(new Event('seeking'));
  }

  /** The data of the source comes. */
  load(seconds?: number): void {
    if (seconds !== undefined) {
      this.duration = seconds;
      this.readyState = 4;
      this.dispatchEvent(new Event('loadedmetadata'));
      this.dispatchEvent(new Event('canplay'));
      if (!this.paused) {
        this.dispatchEvent(new Event('playing'));
      }
    }
  }

  play(): Promise<void> {
    this.paused = false;
    if (this.readyState > 0) {
      this.dispatchEvent(new Event('playing'));
    }
    return Promise.resolve();
  }

  pause(): void {
    if (!this.paused) {
      this.paused = true;
      this.dispatchEvent(new Event('pause'));
    }
  }

  removeAttribute(): void {
    this.readyState = 0;
  }

  /** Goes on to a second; at the end it ends. */
  hear(seconds: number): void {
    this.at = seconds;
    this.dispatchEvent(new Event('timeupdate'));
    if (seconds >= this.duration) {
      this.ended = true;
      this.paused = true;
      this.dispatchEvent(new Event('ended'));
    }
  }

  /** The link dies. */
  die(): void {
    this.dispatchEvent(new Event('error'));
  }
}
