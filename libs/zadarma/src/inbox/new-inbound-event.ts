import type { Routing } from '@callboard/contracts';
import type { FormFields } from '../webhook/parse-form';
import { dedupeKey, type InboundSource } from './dedupe-key';
import type { InboundEvent } from './inbound-event.entity';

/** An inbound event before it has a row. */
export type NewInboundEvent = Omit<InboundEvent, 'id' | 'processedAt' | 'error'>;

/** What somebody told us, as it arrived. `routing` only for events whose answer is acted on. */
export interface Told {
  readonly source: InboundSource;
  readonly fields: FormFields;
  readonly receivedAt: Date;
  readonly body?: Buffer;
  readonly routing?: Routing;
}

const nul = '\0';
const longestCallId = 128;
const longestEvent = 64;

/** The call an event belongs to; null if it names none, or something that cannot be one. */
export function callIdOf(fields: FormFields): string | null {
  const id = fields.pbx_call_id ?? '';
  return /^[\x21-\x7e]+$/.test(id) && id.length <= longestCallId ? id : null;
}

/** PostgreSQL's text and jsonb cannot hold NUL; the raw body keeps it. */
export function withoutNul(text: string): string {
  return text.includes(nul) ? text.replaceAll(nul, '\u2400') : text;
}

/** What the PBX calls an event; empty if it has no name. */
export function eventNameOf(fields: FormFields): string {
  return withoutNul(fields.event ?? '').slice(0, longestEvent);
}

function storable(fields: FormFields): Record<string, string> {
  // Names come from outside, so there is no prototype that one could reach.
  const kept = Object.create(null) as Record<string, string>;
  for (const [name, value = ''] of Object.entries(fields)) {
    kept[withoutNul(name)] = withoutNul(value);
  }
  return kept;
}

/** Prepares an event for the inbox. */
export function newInboundEvent({ source, fields, receivedAt, body, routing }: Told): NewInboundEvent {
  return {
    dedupeKey: dedupeKey(source, fields, receivedAt),
    source,
    event: eventNameOf(fields),
    pbxCallId: callIdOf(fields),
    body: body ?? null,
    fields: storable(fields),
    answer: routing?.answer ?? null,
    answerReason: routing?.reason ?? null,
    answerAbout: routing
      ? {
          contactName: routing.contactName,
          employeeName: routing.employeeName,
          extension: routing.extension,
        }
      : null,
    receivedAt,
  };
}

// Numbered in the order of arrival, which the journal shows, and written in that of their keys, so that two statements
// with the same events wait for each other instead of locking each other up.
const insertElse = (onConflict: string): string => `
  INSERT INTO inbound_events AS stored
    (id, dedupe_key, source, event, pbx_call_id, body, fields, answer, answer_reason, answer_about, received_at)
  OVERRIDING SYSTEM VALUE
  SELECT * FROM (
    SELECT nextval('inbound_events_id_seq'), * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[],
      $6::jsonb[], $7::jsonb[], $8::text[], $9::jsonb[], $10::timestamptz[]) AS given (dedupe_key)
  ) AS numbered ORDER BY dedupe_key
  ON CONFLICT (dedupe_key) DO UPDATE SET ${onConflict}
  RETURNING dedupe_key AS "dedupeKey", id, answer, (xmax = 0) AS inserted`;

/**
 * One statement that stores events, or finds the rows of equal ones without changing them.
 *
 * Setting the key to itself is what makes `RETURNING` see the existing row; `xmax = 0` tells a new one.
 */
export const insertInboundEvents = insertElse('dedupe_key = stored.dedupe_key');

/**
 * The same for events from the spool. An insert that was given up may have been committed after all, with an answer
 * that the PBX never got: the row of the same delivery takes the answer that was given. That of an earlier delivery,
 * which got its own answer, keeps it.
 */
export const importInboundEvents = insertElse(
  ['answer', 'answer_reason', 'answer_about']
    .map(
      (column) =>
        `${column} = CASE WHEN stored.received_at = excluded.received_at
          THEN excluded.${column} ELSE stored.${column} END`,
    )
    .join(', '),
);

/** The parameters of `insertInboundEvents`, whose events must differ in their keys; their ids grow in this order. */
export function insertParameters(events: readonly NewInboundEvent[]): unknown[] {
  const json = (value: object | null): string | null => value && JSON.stringify(value);
  return [
    events.map(({ dedupeKey }) => dedupeKey),
    events.map(({ source }) => source),
    events.map(({ event }) => event),
    events.map(({ pbxCallId }) => pbxCallId),
    events.map(({ body }) => body),
    events.map(({ fields }) => json(fields)),
    events.map(({ answer }) => json(answer)),
    events.map(({ answerReason }) => answerReason),
    events.map(({ answerAbout }) => json(answerAbout)),
    events.map(({ receivedAt }) => receivedAt.toISOString()),
  ];
}

/** The row an insert made or found. */
export interface StoredEvent {
  readonly dedupeKey: string;
  readonly id: string;
  /** The answer that was given first. */
  readonly answer: Routing['answer'] | null;
  readonly inserted: boolean;
}
