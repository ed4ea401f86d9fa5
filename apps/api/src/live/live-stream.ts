import type { ServerResponse } from 'node:http';
import type { Principal } from '@callboard/auth';

/** More than this unsent means that the reader does not keep up: about a thousand events. */
const longestBacklogBytes = 512 * 1024;
/** Events held back while a reader catches up; beyond, it is told to start anew. */
const mostHeld = 1_000;

/** One reader of the live events. */
export class LiveStream {
  private held: string[] | null = [];
  private ended = false;

  constructor(
    readonly principal: Principal,
    private readonly response: ServerResponse,
  ) {
    response.on('error', () => this.end());
  }

  /** Sends now what belongs before the live events: the events missed. */
  sendMissed(text: string): void {
    this.write(text);
  }

  /** Lets live events through, those held back first; they wait so that the places to resume from only grow. */
  goLive(): void {
    const held = this.held ?? [];
    this.held = null;
    held.forEach((text) => this.write(text));
  }

  /** Sends a live event. */
  send(text: string): void {
    if (!this.held) {
      this.write(text);
    } else if (this.held.push(text) > mostHeld) {
      this.end();
    }
  }

  /** Sends a heartbeat, which may go before events that wait. */
  beat(text: string): void {
    this.write(text);
  }

  /** Ends the stream; the reader connects again by itself, and is refused if it may no longer read. */
  end(): void {
    if (!this.ended) {
      this.ended = true;
      this.response.end();
    }
  }

  get isEnded(): boolean {
    return this.ended || this.response.destroyed;
  }

  private write(text: string): void {
    if (this.isEnded) {
      return;
    }
    this.response.write(text);
    if (this.response.writableLength > longestBacklogBytes) {
      // What the reader did not take is dropped with the connection; it resumes from the last event it has.
      this.ended = true;
      this.response.destroy();
    }
  }
}
