import type { JournalEntry, JournalQuery, Page } from '@callboard/contracts';
import { DomainError } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, Repository } from 'typeorm';
import * as z from 'zod';
import { InboundEvent } from './inbound-event.entity';
import { RefusedDelivery } from './refused-delivery.entity';

/** How far each of the two lists has been walked: ids below these are still to come. */
const rowId = z.string().regex(/^\d{1,18}$/);
const position = z.tuple([rowId, rowId]);
type Position = z.infer<typeof position>;

/** Above every id there will ever be. */
const aboveAll = '9'.repeat(18);
const beginning: Position = [aboveAll, aboveAll];
const refusedPrefix = 'r';

/** What came in, newest first: accepted events and refused deliveries in one list. */
@Injectable()
export class Journal {
  constructor(
    @InjectRepository(InboundEvent) private readonly events: Repository<InboundEvent>,
    @InjectRepository(RefusedDelivery) private readonly refused: Repository<RefusedDelivery>,
  ) {}

  /** @throws DomainError `cursor_not_valid` */
  async list({ cursor, limit, verdict, pbxCallId }: JournalQuery): Promise<Page<JournalEntry>> {
    const [eventsBelow, refusedBelow] = cursor === undefined ? beginning : decode(cursor);
    const call = pbxCallId === undefined ? {} : { pbxCallId };
    const page = { order: { id: 'DESC' }, take: limit + 1 } as const;
    const [events, refused] = await Promise.all([
      verdict === 'refused'
        ? []
        : this.events.find({ where: { id: LessThan(eventsBelow), ...call }, ...page }),
      verdict === 'accepted'
        ? []
        : this.refused.find({ where: { id: LessThan(refusedBelow), ...call }, ...page }),
    ]);
    const merged = merge(events, refused);
    const shown = merged.slice(0, limit);
    const next: Position = [
      lastId(shown, InboundEvent) ?? eventsBelow,
      lastId(shown, RefusedDelivery) ?? refusedBelow,
    ];
    return { items: shown.map(toEntry), nextCursor: merged.length > limit ? encode(next) : null };
  }
}

type Row = InboundEvent | RefusedDelivery;

/** Each list is ordered by its own ids; the two are interleaved by time. */
function merge(events: InboundEvent[], refused: RefusedDelivery[]): Row[] {
  const merged: Row[] = [];
  let event = 0;
  let delivery = 0;
  for (;;) {
    const [one, other] = [events[event], refused[delivery]];
    if (one && (!other || one.receivedAt >= other.receivedAt)) {
      merged.push(one);
      event += 1;
    } else if (other) {
      merged.push(other);
      delivery += 1;
    } else {
      return merged;
    }
  }
}

function lastId(
  rows: readonly Row[],
  kind: typeof InboundEvent | typeof RefusedDelivery,
): string | undefined {
  return rows.findLast((row) => row instanceof kind)?.id;
}

function toEntry(row: Row): JournalEntry {
  return row instanceof InboundEvent ? acceptedEntry(row) : refusedEntry(row);
}

function acceptedEntry(event: InboundEvent): JournalEntry {
  return {
    id: event.id,
    verdict: 'accepted',
    source: event.source,
    event: event.event,
    pbxCallId: event.pbxCallId,
    receivedAt: event.receivedAt.toISOString(),
    processedAt: event.processedAt?.toISOString() ?? null,
    answer: event.answer,
    reason: event.answerReason,
    error: event.error,
    fields: event.fields,
  };
}

function refusedEntry(delivery: RefusedDelivery): JournalEntry {
  return {
    id: `${refusedPrefix}${delivery.id}`,
    verdict: 'refused',
    source: 'webhook',
    event: delivery.event,
    pbxCallId: delivery.pbxCallId,
    receivedAt: delivery.receivedAt.toISOString(),
    processedAt: null,
    answer: null,
    reason: delivery.reason,
    error: null,
    fields: { body: delivery.body.toString('utf8'), contentType: delivery.contentType },
  };
}

function encode(next: Position): string {
  return Buffer.from(JSON.stringify(next)).toString('base64url');
}

function decode(cursor: string): Position {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new DomainError('cursor_not_valid', 'The cursor is not from this list. Start again without one.', {
      cause,
    });
  }
}
