import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, LessThan, Repository } from 'typeorm';
import type { StartTold } from '../settings/settings-warnings';
import { InboundEvent } from './inbound-event.entity';
import {
  insertInboundEvents,
  insertParameters,
  newInboundEvent,
  type StoredEvent,
  type Told,
} from './new-inbound-event';

const longestError = 2_000;

/** Everything we were told, the source of truth for calls. */
@Injectable()
export class Inbox {
  constructor(@InjectRepository(InboundEvent) private readonly events: Repository<InboundEvent>) {}

  /**
   * Takes in what did not come by webhook: statistics rows, the closer's `expired`. Repeats change nothing.
   *
   * @returns one row per distinct event.
   */
  async add(told: readonly Told[], manager: EntityManager = this.events.manager): Promise<StoredEvent[]> {
    const distinct = new Map(told.map(newInboundEvent).map((event) => [event.dedupeKey, event]));
    return manager.query<StoredEvent[]>(insertInboundEvents, insertParameters([...distinct.values()]));
  }

  byId(id: string): Promise<InboundEvent | null> {
    return this.events.findOneBy({ id });
  }

  /** Every event of the call, oldest row first. */
  eventsOfCall(pbxCallId: string, manager: EntityManager = this.events.manager): Promise<InboundEvent[]> {
    return manager.find(InboundEvent, { where: { pbxCallId }, order: { id: 'ASC' } });
  }

  /** Ids of events that came before `olderThan` and nobody finished; oldest first. */
  async unprocessed(olderThan: Date, limit: number): Promise<string[]> {
    const rows = await this.events.find({
      select: { id: true },
      where: { processedAt: IsNull(), receivedAt: LessThan(olderThan) },
      order: { id: 'ASC' },
      take: limit,
    });
    return rows.map(({ id }) => id);
  }

  /** Marks events as done within the transaction that did them. */
  async markProcessed(ids: readonly string[], manager: EntityManager): Promise<void> {
    await manager.query(
      `UPDATE inbound_events SET processed_at = now(), error = NULL
       WHERE id = ANY($1::bigint[]) AND processed_at IS NULL`,
      [ids],
    );
  }

  /** Gives up on an event: it is not tried again until somebody replays it. */
  async markFailed(id: string, error: string): Promise<void> {
    await this.events.update({ id }, { error: error.slice(0, longestError), processedAt: () => 'now()' });
  }

  /**
   * Makes an event unprocessed again.
   *
   * @returns false if there is no such event.
   */
  async reopen(id: string): Promise<boolean> {
    const { affected } = await this.events.update({ id }, { processedAt: null, error: null });
    return affected === 1;
  }

  /** The newest start of a call that was told at once; for comparing the account's clock with ours. */
  async lastStart(): Promise<StartTold | null> {
    const [row] = await this.events.query<StartTold[]>(
      `SELECT fields->>'call_start' AS "wallStart", received_at AS "receivedAt"
       FROM (SELECT * FROM inbound_events ORDER BY id DESC LIMIT 200) AS newest
       WHERE source = 'webhook' AND event IN ('NOTIFY_START', 'NOTIFY_OUT_START')
       ORDER BY id DESC LIMIT 1`,
    );
    return row ?? null;
  }
}
