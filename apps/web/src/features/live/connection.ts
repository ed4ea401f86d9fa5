import { type LiveMessage, LiveSource, type LiveState } from './live-source';

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
    source = new LiveSource({
      onMessage: (message) => tell({ kind: 'event', message }),
      onState: (state) => tell({ kind: 'state', state }),
      onRefused: () => listener.onRefused(),
    });
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
