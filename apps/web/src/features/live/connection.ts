import { type LiveEventName, liveEventName } from '@callboard/contracts';
import { apiBase } from '../../config/api';

/** `connecting` for a short while after a loss, `offline` once it lasts. */
export type LiveState = 'connecting' | 'live' | 'offline';

/** A live event as it came; the payload is judged by those it concerns. */
export interface LiveMessage {
  name: LiveEventName;
  data: unknown;
}

export interface LiveListener {
  onMessage(message: LiveMessage): void;
  onState(state: LiveState): void;
  /** This tab holds the connection now; it alone makes sounds. */
  onLeading(): void;
  /** The server turned the connection down: the session may be over. */
  onRefused(): void;
  /** Somebody signed out in another tab. */
  onSignedOut(): void;
}

type Broadcast =
  | { kind: 'event'; message: LiveMessage }
  | { kind: 'state'; state: LiveState }
  | { kind: 'hello' }
  | { kind: 'signedOut' };

const name = 'callboard.live';
const offlineAfter = 6_000;
const longestPause = 30_000;

/** Tells the other tabs of this browser that nobody is signed in any more. */
export function announceSignOut(): void {
  const channel = new BroadcastChannel(name);
  channel.postMessage({ kind: 'signedOut' } satisfies Broadcast);
  channel.close();
}

/**
 * Follows the live stream; returns what ends it.
 *
 * One tab of the browser, the holder of a lock, keeps the connection and passes everything on to the
 * others; when it closes, the next one takes over. Every opening counts as a `resync`, because events
 * may have passed before it. Without locks (plain http in an office network) each tab connects itself.
 */
export function followLive(listener: LiveListener): () => void {
  const ended = new AbortController();
  const channel = new BroadcastChannel(name);
  let source: LiveSource | undefined;

  const tell = (broadcast: Broadcast): void => {
    channel.postMessage(broadcast);
    hear(broadcast, listener);
  };
  channel.onmessage = ({ data }: MessageEvent<Broadcast>) => {
    if (!source) {
      hear(data, listener);
    } else if (data.kind === 'hello') {
      // Only the tab with the connection knows how it stands.
      channel.postMessage({ kind: 'state', state: source.state } satisfies Broadcast);
    } else if (data.kind === 'signedOut') {
      listener.onSignedOut();
    }
  };
  channel.postMessage({ kind: 'hello' } satisfies Broadcast);

  void lead(ended.signal, () => {
    source = openSource(tell, listener);
    listener.onLeading();
  });
  return () => {
    ended.abort();
    source?.close();
    channel.close();
  };
}

function hear(broadcast: Broadcast, listener: LiveListener): void {
  if (broadcast.kind === 'event') {
    listener.onMessage(broadcast.message);
  } else if (broadcast.kind === 'state') {
    listener.onState(broadcast.state);
  } else if (broadcast.kind === 'signedOut') {
    listener.onSignedOut();
  }
}

/** Runs `begin` once this tab holds the lock, and holds it until the signal. */
async function lead(signal: AbortSignal, begin: () => void): Promise<void> {
  const held = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  // Browsers offer locks to secure pages only, whatever the types say.
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) {
    begin();
    return held;
  }
  try {
    await locks.request(name, { signal }, () => {
      begin();
      return held;
    });
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  }
}

interface LiveSource {
  readonly state: LiveState;
  close(): void;
}

function openSource(tell: (broadcast: Broadcast) => void, listener: LiveListener): LiveSource {
  let state: LiveState = 'connecting';
  let source: EventSource | undefined;
  let failures = 0;
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const later = (delay: number, act: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, delay);
    timers.add(timer);
  };
  const become = (next: LiveState): void => {
    state = next;
    tell({ kind: 'state', state });
  };
  const open = (): void => {
    source?.close();
    source = new EventSource(`${apiBase}/live`);
    source.onopen = () => {
      failures = 0;
      become('live');
      tell({ kind: 'event', message: { name: 'resync', data: null } });
    };
    for (const event of liveEventName.options) {
      source.addEventListener(event, ({ data }: MessageEvent<string>) =>
        tell({ kind: 'event', message: { name: event, data: parsed(data) } }),
      );
    }
    source.onerror = () => onError();
  };
  const onError = (): void => {
    if (state === 'live') {
      become('connecting');
    }
    later(offlineAfter, () => {
      if (state === 'connecting') {
        become('offline');
      }
    });
    // A dropped connection the browser mends itself; a refused one it gives up.
    if (source?.readyState === EventSource.CLOSED) {
      listener.onRefused();
      failures += 1;
      later(Math.min(longestPause, 500 * 2 ** failures) * (0.5 + Math.random()), open);
    }
  };
  // A network that went away leaves a connection that looks alive for minutes.
  const renew = (): void => {
    become('connecting');
    open();
    onError();
  };
  window.addEventListener('offline', renew);
  window.addEventListener('online', renew);
  open();
  return {
    get state() {
      return state;
    },
    close() {
      window.removeEventListener('offline', renew);
      window.removeEventListener('online', renew);
      timers.forEach(clearTimeout);
      source?.close();
    },
  };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return null;
  }
}
