import { FailFast } from '../fail-fast';
import type { LiveChannel } from './live-channel';
import { liveMessage, type LiveMessage, type LiveSignal } from './live-message';

const deadlineMs = 500;

/** Wakes the other processes when something changed. A lost message costs seconds: whoever listens also polls. */
export class LiveBus {
  private readonly listeners = new Set<(signal: LiveSignal) => void>();
  private readonly failFast: FailFast;
  private listening: Promise<void> | undefined;

  constructor(
    private readonly channel: LiveChannel,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.failFast = new FailFast(onFailure);
  }

  /** Sends to every process, this one included if it listens. Never throws and never takes longer than half a second. */
  async publish(message: LiveMessage): Promise<void> {
    await this.failFast.attempt(() => this.channel.send(JSON.stringify(message)), deadlineMs);
  }

  /** Calls back for every message from now on, and after each gap; returns how to stop that. */
  subscribe(listener: (signal: LiveSignal) => void): () => void {
    this.listeners.add(listener);
    this.listening ??= this.channel.listen({
      onText: (text) => this.receive(text),
      onReconnected: () => this.tell({ type: 'reconnected' }),
    });
    this.listening.catch(this.onFailure);
    return () => this.listeners.delete(listener);
  }

  /** Resolves when the first subscription is in place. */
  async waitUntilListening(): Promise<void> {
    await this.listening;
  }

  async onApplicationShutdown(): Promise<void> {
    this.listeners.clear();
    await this.channel.close();
  }

  private receive(text: string): void {
    const parsed = parse(text);
    if (parsed) {
      this.tell(parsed);
    }
  }

  private tell(signal: LiveSignal): void {
    for (const listener of this.listeners) {
      listener(signal);
    }
  }
}

/** Null for what a newer version says and this one does not know. */
function parse(text: string): LiveMessage | null {
  try {
    return liveMessage.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
