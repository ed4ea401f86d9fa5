import { type CallEvent, CallsService, type ProjectionResult } from '@callboard/calls';
import { Transactions } from '@callboard/database';
import { type InboundEvent, Inbox, translate, ZadarmaSettingsService } from '@callboard/zadarma';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CallFollowers, type Followed } from './call-followers.service';
import { describeError } from './describe-error';

/** What became of a call. */
export interface CallUpdate {
  /** Null if nothing was new and so nothing was done. */
  readonly result: ProjectionResult | null;
  /** What else changed with it; null if nothing was done. */
  readonly followed: Followed | null;
  /** How many events the call has. */
  readonly events: number;
  /** How many of the events nobody had looked at could not be understood. */
  readonly poison: number;
}

/** `always` also folds a call whose events were all processed before: for other assignments, another time zone. */
export type WhenToUpdate = 'if_something_is_new' | 'always';

/** An event that cannot be understood, and why. */
interface PoisonEvent {
  readonly event: InboundEvent;
  readonly error: unknown;
}

interface Projected {
  readonly result: ProjectionResult | null;
  readonly followed: Followed | null;
  readonly events: number;
  readonly poison: readonly PoisonEvent[];
}

interface Reading {
  readonly zone: string;
  readonly country: string;
}

/** Makes a call what the set of its events says, one at a time for each call. */
@Injectable()
export class CallUpdater {
  constructor(
    private readonly inbox: Inbox,
    private readonly settings: ZadarmaSettingsService,
    private readonly calls: CallsService,
    private readonly followers: CallFollowers,
    private readonly transactions: Transactions,
  ) {}

  /** Folds the call and marks its events as processed, or given up if they cannot be understood. */
  async bringUpToDate(pbxCallId: string, when: WhenToUpdate): Promise<CallUpdate> {
    const { timeZone, defaultCountry } = await this.settings.current();
    const reading = { zone: timeZone, country: defaultCountry };
    const { result, followed, events, poison } = await this.transactions.run((manager) =>
      this.project(pbxCallId, when, manager, reading),
    );
    for (const { event, error } of poison) {
      await this.inbox.markFailed(event.id, describeError(error));
    }
    return { result, followed, events, poison: poison.length };
  }

  /** All or nothing: the call as its events have it, and the events marked as done. */
  private async project(
    pbxCallId: string,
    when: WhenToUpdate,
    manager: EntityManager,
    { zone, country }: Reading,
  ): Promise<Projected> {
    // The first statement: what follows must see everything the previous holder of the lock committed.
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`call:${pbxCallId}`]);
    const events = await this.inbox.eventsOfCall(pbxCallId, manager);
    const unprocessed = events.filter(({ processedAt }) => processedAt === null);
    if (when === 'if_something_is_new' && unprocessed.length === 0) {
      return { result: null, followed: null, events: events.length, poison: [] };
    }
    const { understood, poison } = understand(events, country);
    const projected = await this.calls.project(pbxCallId, understood, manager, { zone });
    const { callId, hasRecording, ringing, helperLegs } = projected;
    const call = { pbxCallId, callId, hasRecording, events: understood, zone };
    const followed = await this.followers.follow(call, manager);
    const newer = followed.call;
    const result: ProjectionResult = newer
      ? { changed: true, callId: newer.id, version: newer.version, ringing, hasRecording, helperLegs }
      : projected;
    const poisoned = new Set(poison.map(({ event }) => event));
    const done = unprocessed.filter((event) => !poisoned.has(event)).map(({ id }) => id);
    if (done.length > 0) {
      await this.inbox.markProcessed(done, manager);
    }
    const news = poison.filter(({ event }) => event.processedAt === null);
    return { result, followed, events: events.length, poison: news };
  }
}

/** Translates each event by itself, so that one that cannot be understood does not take the others with it. */
function understand(
  events: readonly InboundEvent[],
  country: string,
): { understood: CallEvent[]; poison: PoisonEvent[] } {
  const understood: CallEvent[] = [];
  const poison: PoisonEvent[] = [];
  for (const event of events) {
    try {
      understood.push(...translate([event], { country }));
    } catch (error) {
      poison.push({ event, error });
    }
  }
  return { understood, poison };
}
