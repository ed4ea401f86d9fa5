import type { Log } from '@callboard/platform';
import type { IntakeStore } from '../inbox/intake-store';
import type { NewInboundEvent } from '../inbox/new-inbound-event';
import type { Spool } from './spool';

const ownEveryMs = 500;
const orphansEveryMs = 3_000;

/** Brings spooled events into the inbox as soon as the database takes them. */
export class SpoolImporter {
  private readonly timers: NodeJS.Timeout[] = [];
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly spool: Spool,
    private readonly store: IntakeStore,
    private readonly log: Log,
  ) {}

  start(): void {
    this.schedule(() => this.spool.prepare());
    this.schedule(() => this.importOrphans());
    this.every(ownEveryMs, () => this.importOwn());
    this.every(orphansEveryMs, () => this.importOrphans());
  }

  /** Stops, after a last attempt to leave nothing behind. */
  async stop(): Promise<void> {
    this.timers.splice(0).forEach((timer) => clearInterval(timer));
    await this.running;
    await this.importOwn().catch(() => undefined);
    await this.spool.close();
  }

  private async importOwn(): Promise<void> {
    if (this.store.isAvailable() && !(await this.spool.isEmpty())) {
      await this.spool.importOwn((event) => this.insert(event));
    }
  }

  private async importOrphans(): Promise<void> {
    if (this.store.isAvailable()) {
      await this.spool.importOrphans((event) => this.insert(event));
    }
  }

  private async insert(event: NewInboundEvent): Promise<'done' | 'unavailable' | 'impossible'> {
    const result = await this.store.insertSpooled(event);
    return typeof result === 'string' ? result : 'done';
  }

  private every(milliseconds: number, work: () => Promise<void>): void {
    this.timers.push(setInterval(() => this.schedule(work), milliseconds).unref());
  }

  /** One import after another, whatever started it. */
  private schedule(work: () => Promise<void>): void {
    this.running = this.running.then(work).catch((error: unknown) => {
      this.log.error({ err: error }, 'The spool cannot be imported');
    });
  }
}
