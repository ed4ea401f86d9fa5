import { Redis } from 'ioredis';
import { failingFast } from '../backend/redis-connections';
import { within } from '../fail-fast';
import { type ChannelListener, LiveChannel } from './live-channel';

const closeMs = 1_000;

/** How a connection that only listens finds out that nobody is there any more. */
export interface Probe {
  readonly everyMs: number;
  /** Without an answer for so long the connection is given up, and opened anew. */
  readonly answerMs: number;
}

const usualProbe: Probe = { everyMs: 10_000, answerMs: 5_000 };

/** The bus over Redis publish/subscribe. */
export class RedisLiveChannel extends LiveChannel {
  private readonly channel: string;
  private readonly publisher: Redis;
  private subscriber: Redis | undefined;
  private probing: NodeJS.Timeout | undefined;

  constructor(
    private readonly url: string,
    private readonly onError: (error: unknown) => void,
    private readonly probe = usualProbe,
  ) {
    super();
    this.publisher = new Redis(url, { ...failingFast, connectionName: 'callboard-live-publisher' });
    this.publisher.on('error', onError);
    // Publish/subscribe knows no database numbers, the queue's keys do: keep two installations on one server apart.
    this.channel = `callboard:${this.publisher.options.db ?? 0}:live`;
  }

  async send(text: string): Promise<void> {
    await this.publisher.publish(this.channel, text);
  }

  async listen(listener: ChannelListener): Promise<void> {
    const subscriber = new Redis(this.url, {
      connectionName: 'callboard-live-subscriber',
      maxRetriesPerRequest: null,
      autoResubscribe: false,
      keepAlive: 10_000,
      socketTimeout: this.probe.answerMs,
      retryStrategy: (times) => Math.min(times * 100, 2_000),
    });
    this.subscriber = subscriber;
    subscriber.on('error', this.onError);
    subscriber.on('message', (_channel, text) => listener.onText(text));
    this.probing = setInterval(() => this.ask(subscriber), this.probe.everyMs);
    let listenedBefore = false;
    await new Promise<void>((resolve) => {
      subscriber.on('ready', () => {
        subscriber.subscribe(this.channel).then(() => {
          if (listenedBefore) {
            listener.onReconnected();
          }
          listenedBefore = true;
          resolve();
        }, this.onError);
      });
      subscriber.once('end', resolve);
    });
  }

  async close(): Promise<void> {
    clearInterval(this.probing);
    this.subscriber?.disconnect();
    await within(this.publisher.quit(), closeMs).catch(() => this.publisher.disconnect());
  }

  /** A host that vanished without a word sends nothing, as one with no news; the socket's time limit tells them apart. */
  private ask(subscriber: Redis): void {
    if (subscriber.status === 'ready') {
      subscriber.ping().catch(() => undefined);
    }
  }
}
