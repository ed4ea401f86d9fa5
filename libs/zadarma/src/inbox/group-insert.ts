import DataLoader from 'dataloader';
import type { NewInboundEvent, StoredEvent } from './new-inbound-event';

const largestGroup = 100;

/** Writes distinct events and finds the rows of those that were there; all or none. */
export type WriteEvents = (events: readonly NewInboundEvent[]) => Promise<readonly StoredEvent[]>;

/**
 * Writes events that come together by one statement: a quiet PBX gets one each, a burst shares the journeys to the
 * database and its commits.
 */
export class GroupInsert {
  private readonly loader: DataLoader<NewInboundEvent, StoredEvent>;

  /**
   * @param isAboutData whether a failure is the fault of an event's content: then each of its group is tried alone, so
   *   that it harms no other.
   */
  constructor(
    private readonly write: WriteEvents,
    private readonly isAboutData: (error: unknown) => boolean,
  ) {
    this.loader = new DataLoader((events) => this.writeGroup(events), {
      cache: false,
      maxBatchSize: largestGroup,
      // Requests are read one after another; the group closes once all that have arrived are read.
      batchScheduleFn: (close) => setImmediate(close),
    });
  }

  /** Stores the event, or finds the row of an equal one. */
  insert(event: NewInboundEvent): Promise<StoredEvent> {
    return this.loader.load(event);
  }

  private async writeGroup(events: readonly NewInboundEvent[]): Promise<(StoredEvent | Error)[]> {
    const distinct = new Map(events.map((event) => [event.dedupeKey, event]));
    try {
      return answers(events, await this.write([...distinct.values()]));
    } catch (error) {
      if (events.length === 1 || !this.isAboutData(error)) {
        throw error;
      }
      return Promise.all(events.map((event) => this.writeAlone(event)));
    }
  }

  private async writeAlone(event: NewInboundEvent): Promise<StoredEvent | Error> {
    try {
      const [answer] = answers([event], await this.write([event]));
      return answer ?? noRow();
    } catch (error) {
      return error instanceof Error ? error : new Error('The inbox refuses an event', { cause: error });
    }
  }
}

/** Each event's row; only the first of equal events has inserted it. */
function answers(events: readonly NewInboundEvent[], rows: readonly StoredEvent[]): (StoredEvent | Error)[] {
  const byKey = new Map(rows.map((row) => [row.dedupeKey, row]));
  return events.map(({ dedupeKey }) => {
    const row = byKey.get(dedupeKey);
    if (row) {
      byKey.set(dedupeKey, { ...row, inserted: false });
    }
    return row ?? noRow();
  });
}

const noRow = (): Error => new Error('The inbox gave no row for an event');
