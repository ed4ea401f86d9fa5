import type { CallItem, Recording } from '@callboard/contracts';
import { createContext, useContext, useSyncExternalStore } from 'react';

/** A list of calls, newest first, as it is whenever it is asked. */
export interface CallSource {
  now: () => readonly CallItem[];
  /** Tells of every change until the returned function is called. */
  follow: (onChange: () => void) => () => void;
}

/** What somebody wants to hear. */
export interface PlayWish {
  call: CallItem;
  /** The list it was opened from, so that the next recording can follow. */
  list?: CallSource | undefined;
  /** Which part; the first one unless said. */
  recordingId?: string | undefined;
  atSeconds?: number | undefined;
}

/** What somebody wants to have as files: one part, or all of a call. */
export interface DownloadWish {
  call: CallItem;
  part?: Recording | undefined;
}

/** What the player tells the rest of the screen. */
export interface PlayerNews {
  callId: string;
  recordingId: string | null;
  state: 'busy' | 'playing' | 'still';
  /** Seconds from the start of the part. */
  position: number;
}

/**
 * Between the rows that have recordings and the player, which is fetched on the first wish.
 *
 * Wishes wait until somebody takes them; the news are what the player last said.
 */
export class PlayerDoor {
  private readonly listeners = new Set<() => void>();
  private wishes: PlayWish[] = [];
  private downloads: DownloadWish[] = [];
  private wasAsked = false;
  private isSilenced = false;
  private latest: PlayerNews | null = null;
  private opener: Element | null = null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly isNeeded = (): boolean => this.wasAsked;
  readonly news = (): PlayerNews | null => this.latest;

  play(wish: PlayWish): void {
    this.opener = document.activeElement;
    this.wishes.push(wish);
    this.wasAsked = true;
    this.isSilenced = false;
    this.tell();
  }

  /** A call begins: what plays, or was asked for before, falls silent until somebody presses play. */
  silence(): void {
    this.isSilenced = true;
    this.tell();
  }

  download(wish: DownloadWish): void {
    this.downloads.push(wish);
    this.wasAsked = true;
    this.tell();
  }

  /** The newest wish, once: earlier ones are overtaken by it. */
  takeWish(): PlayWish | undefined {
    return this.wishes.splice(0).at(-1);
  }

  /** Whether the player has to fall silent, once. */
  takeSilence(): boolean {
    const { isSilenced } = this;
    this.isSilenced = false;
    return isSilenced;
  }

  takeDownloads(): DownloadWish[] {
    return this.downloads.splice(0);
  }

  /** Gives the focus back to what the player was opened by, or to the page where that is gone. */
  returnFocus(): void {
    const isThere = this.opener instanceof HTMLElement && this.opener.isConnected;
    const place = isThere && this.opener !== document.body ? this.opener : document.querySelector('#main');
    this.opener = null;
    if (place instanceof HTMLElement) {
      place.focus({ preventScroll: true });
    }
  }

  report(news: PlayerNews | null): void {
    this.latest = news;
    this.tell();
  }

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }
}

const PlayerDoorContext = createContext(new PlayerDoor());

/** Gives the screens below one player. */
export const PlayerDoorProvider = PlayerDoorContext.Provider;

export const usePlayerDoor = (): PlayerDoor => useContext(PlayerDoorContext);

/** What the player does with a call; null if it is about another one. */
export function useNewsOfCall(callId: string): PlayerNews['state'] | null {
  const door = usePlayerDoor();
  return useSyncExternalStore(door.subscribe, () => {
    const news = door.news();
    return news?.callId === callId ? news.state : null;
  });
}

/** What the player does with a part; null if it has another one. */
export function useStateOfPart(recordingId: string): PlayerNews['state'] | null {
  const door = usePlayerDoor();
  return useSyncExternalStore(door.subscribe, () => {
    const news = door.news();
    return news?.recordingId === recordingId ? news.state : null;
  });
}

/** Where the player is in a part, in seconds; null if it has another one or none. */
export function usePositionIn(recordingId: string): number | null {
  const door = usePlayerDoor();
  return useSyncExternalStore(door.subscribe, () => {
    const news = door.news();
    return news?.recordingId === recordingId ? news.position : null;
  });
}
