/** What a channel tells its one listener. */
export interface ChannelListener {
  onText(text: string): void;
  /** Messages may have been lost since the connection broke. */
  onReconnected(): void;
}

/** Carries short texts to every process that listens; a port with one implementation for each backend. */
export abstract class LiveChannel {
  /** Rejects if the text was not handed over. */
  abstract send(text: string): Promise<void>;
  /** Starts listening and keeps doing so over broken connections; resolves when it listens for the first time. */
  abstract listen(listener: ChannelListener): Promise<void>;
  abstract close(): Promise<void>;
}
