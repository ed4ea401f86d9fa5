import type { NewInboundEvent, StoredEvent } from './new-inbound-event';

/** Statements at the same time; what comes meanwhile goes into the next ones. */
const statementsAtOnce = 4;
const largestGroup = 100;

/** Writes distinct events and finds the rows of those that were there; all or none. */
export type WriteEvents = (events: readonly NewInboundEvent[]) => Promise<readonly StoredEvent[]>;

interface Waiting {
  readonly event: NewInboundEvent;
  readonly stored: Promise<StoredEvent>;
  settle(result: Promise<StoredEvent> | StoredEvent): void;
}

/**
 * Writes events that come together by one statement: a quiet PBX gets one each, a burst shares the journeys to the
 * database and its commits.
 */
export class GroupInsert {
  private readonly waiting = new Map<string, Waiting>();
  private running = 0;
  private isScheduled = false;

  /**
   * @param isAboutData whether a failure is the fault of an event's content: then each of its group is tried alone, so
   *   that it harms no other.
   */
  constructor(
    private readonly write: WriteEvents,
    private readonly isAboutData: (error: unknown) => boolean,
  ) {}

  /** Stores the event; a repeat of one that still waits gets the same row. */
  insert(event: NewInboundEvent): Promise<StoredEvent> {
    const earlier = this.waiting.get(event.dedupeKey);
    if (earlier) {
      return earlier.stored.then((stored) => ({ ...stored, inserted: false }));
    }
    const entry = waitingFor(event);
    this.waiting.set(event.dedupeKey, entry);
    this.schedule();
    return entry.stored;
  }

  /** Drops an event that nobody waits for any longer, if its statement has not begun. */
  forget(event: NewInboundEvent): void {
    if (this.waiting.get(event.dedupeKey)?.event === event) {
      this.waiting.delete(event.dedupeKey);
    }
  }

  /** Not at once: the other events of this turn of the loop join the group. */
  private schedule(): void {
    if (!this.isScheduled) {
      this.isScheduled = true;
      setImmediate(() => {
        this.isScheduled = false;
        this.begin();
      });
    }
  }

  private begin(): void {
    while (this.running < statementsAtOnce && this.waiting.size > 0) {
      const group = [...this.waiting.values()].slice(0, largestGroup);
      group.forEach(({ event }) => this.waiting.delete(event.dedupeKey));
      this.running += 1;
      void this.writeGroup(group).finally(() => {
        this.running -= 1;
        this.begin();
      });
    }
  }

  private async writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const rows = await this.write(group.map(({ event }) => event));
      const byKey = new Map(rows.map((row) => [row.dedupeKey, row]));
      group.forEach(({ event, settle }) => settle(rowOf(event, byKey)));
    } catch (error) {
      if (group.length > 1 && this.isAboutData(error)) {
        await Promise.all(group.map((entry) => this.writeGroup([entry])));
      } else {
        group.forEach(({ settle }) => settle(Promise.reject(error as Error)));
      }
    }
  }
}

function waitingFor(event: NewInboundEvent): Waiting {
  let settle: Waiting['settle'] = () => undefined;
  const stored = new Promise<StoredEvent>((resolve) => {
    settle = resolve;
  });
  return { event, stored, settle };
}

function rowOf({ dedupeKey }: NewInboundEvent, rows: ReadonlyMap<string, StoredEvent>): Promise<StoredEvent> {
  const row = rows.get(dedupeKey);
  return row ? Promise.resolve(row) : Promise.reject(new Error('The inbox gave no row for an event'));
}
