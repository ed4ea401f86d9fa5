import { type LiveEventName, liveEventName, liveHeartbeat } from '@callboard/contracts';
import { apiBase } from '../../config/api';

/**
 * `live` only while heartbeats come; `behind` if they say that what the PBX told is not worked through. `connecting` for a
 * short while after a loss, `offline` once it lasts.
 */
export type LiveState = 'connecting' | 'live' | 'behind' | 'offline';

/** A live event as it came; the payload is judged by those it concerns. */
export interface LiveMessage {
  name: LiveEventName;
  data: unknown;
}

interface SourceListener {
  onMessage(message: LiveMessage): void;
  onState(state: LiveState): void;
  /** The server turned the connection down. */
  onRefused(): void;
}

const offlineAfter = 6_000;
/** Two heartbeats got lost, and the next is late. */
const longestSilence = 40_000;
const longestPause = 30_000;

/** The one connection of a browser to the live stream; it mends itself until it is closed. */
export class LiveSource {
  private current: LiveState = 'connecting';
  private source: EventSource | undefined;
  private failures = 0;
  private readonly timers: Partial<Record<'silence' | 'loss' | 'pause', ReturnType<typeof setTimeout>>> = {};

  constructor(private readonly listener: SourceListener) {
    // A network that went away leaves a connection that looks alive for minutes.
    window.addEventListener('offline', this.renew);
    window.addEventListener('online', this.renew);
    this.later('loss', offlineAfter, () => this.become('offline'));
    this.open();
  }

  get state(): LiveState {
    return this.current;
  }

  close(): void {
    window.removeEventListener('offline', this.renew);
    window.removeEventListener('online', this.renew);
    Object.values(this.timers).forEach(clearTimeout);
    this.source?.close();
  }

  private open(): void {
    this.source?.close();
    const source = new EventSource(`${apiBase}/live`);
    this.source = source;
    this.listenOn();
    source.onopen = () => {
      this.failures = 0;
      this.listenOn();
      this.listener.onMessage({ name: 'resync', data: null });
    };
    for (const name of liveEventName.options) {
      source.addEventListener(name, ({ data }: MessageEvent<string>) => this.hear(name, parsed(data)));
    }
    source.onerror = () => this.onError(source);
  }

  private hear(name: LiveEventName, data: unknown): void {
    this.listenOn();
    if (name === 'heartbeat') {
      const heartbeat = liveHeartbeat.safeParse(data);
      clearTimeout(this.timers.loss);
      this.become(heartbeat.data?.behind ? 'behind' : 'live');
    }
    this.listener.onMessage({ name, data });
  }

  private onError({ readyState }: EventSource): void {
    this.lose();
    // A dropped connection the browser mends itself; a refused one it gives up.
    if (readyState === EventSource.CLOSED) {
      clearTimeout(this.timers.silence);
      this.listener.onRefused();
      this.failures += 1;
      const pause = Math.min(longestPause, 500 * 2 ** this.failures) * (0.5 + Math.random());
      this.later('pause', pause, () => this.open());
    } else {
      this.listenOn();
    }
  }

  /** Half of a connection can be gone, or a server take one and never answer, without the browser noticing. */
  private listenOn(): void {
    this.later('silence', longestSilence, this.renew);
  }

  private readonly renew = (): void => {
    this.lose();
    clearTimeout(this.timers.pause);
    this.open();
  };

  private lose(): void {
    if (this.current === 'live' || this.current === 'behind') {
      this.become('connecting');
      this.later('loss', offlineAfter, () => this.become('offline'));
    }
  }

  private become(next: LiveState): void {
    if (next !== this.current) {
      this.current = next;
      this.listener.onState(next);
    }
  }

  private later(name: 'silence' | 'loss' | 'pause', delay: number, act: () => void): void {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(act, delay);
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return null;
  }
}
