import type { CallEvent, Party } from '@callboard/calls';
import { normalizePhone } from '@callboard/contacts';
import type { Routing } from '@callboard/contracts';
import type { InboundEvent } from './inbox/inbound-event.entity';

/** What an inbound event must hold to be translated. */
export type TranslatableEvent = Pick<
  InboundEvent,
  | 'dedupeKey'
  | 'source'
  | 'event'
  | 'pbxCallId'
  | 'fields'
  | 'answer'
  | 'answerReason'
  | 'answerAbout'
  | 'receivedAt'
>;

/** The account's default country (ISO alpha-2), for numbers in national form. */
export interface TranslationContext {
  readonly country: string;
}

/** Event name of a statistics row in the inbox. */
export const statisticsRowEvent = 'statistics.pbx';
/** Event name under which the closer gives a call up. */
export const expiredEvent = 'expired';

type Field = (name: string) => string | null;
type PartyOf = (name: string) => Party | null;

interface Reading {
  readonly inbound: TranslatableEvent;
  readonly base: { readonly pbxCallId: string; readonly hash: string; readonly receivedAt: Date };
  readonly field: Field;
  readonly party: PartyOf;
}

/**
 * Zadarma's words in Callboard's: the last place that knows them. Events that tell nothing about a call (SMS and the
 * like, or without `pbx_call_id`) translate to nothing.
 */
export function translate(inbound: readonly TranslatableEvent[], context: TranslationContext): CallEvent[] {
  return inbound.flatMap((event) => translateOne(event, context) ?? []);
}

function translateOne(inbound: TranslatableEvent, { country }: TranslationContext): CallEvent | undefined {
  if (!inbound.pbxCallId) {
    return undefined;
  }
  const field: Field = (name) => inbound.fields[name] || null;
  const reading: Reading = {
    inbound,
    base: { pbxCallId: inbound.pbxCallId, hash: inbound.dedupeKey, receivedAt: inbound.receivedAt },
    field,
    party: (name) => toParty(field(name), country),
  };
  switch (inbound.source) {
    case 'webhook':
      return webhookReaders[inbound.event]?.(reading);
    case 'statistics':
      return inbound.event === statisticsRowEvent ? reported(reading, country) : undefined;
    case 'closer':
      return inbound.event === expiredEvent
        ? { ...reading.base, kind: 'expired', source: 'closer' }
        : undefined;
  }
}

const webhookReaders: Readonly<Record<string, ((reading: Reading) => CallEvent | undefined) | undefined>> = {
  NOTIFY_START: (reading) => ({
    ...told(reading, 'called_did'),
    kind: 'started',
    routing: routingOf(reading.inbound),
  }),
  NOTIFY_OUT_START: (reading) => ({ ...told(reading, 'destination'), kind: 'started', routing: null }),
  NOTIFY_INTERNAL: (reading) => ({
    ...told(reading, 'called_did'),
    kind: 'ringing',
    transferFrom: reading.field('transfer_from'),
  }),
  NOTIFY_ANSWER: (reading) => ({
    ...told(reading, 'destination'),
    kind: 'answered',
    transferFrom: reading.field('transfer_from'),
  }),
  NOTIFY_IVR: (reading) => ({
    ...told(reading, 'called_did'),
    kind: 'menu',
    digits: reading.field('wait_dtmf[digits]'),
  }),
  NOTIFY_END: (reading) => ended(reading, 'called_did'),
  NOTIFY_OUT_END: (reading) => ended(reading, 'destination'),
  NOTIFY_RECORD: ({ base, field }) => {
    const recordingId = field('call_id_with_rec');
    return recordingId === null ? undefined : { ...base, kind: 'recorded', source: 'webhook', recordingId };
  },
};

function told({ base, field, party }: Reading, calledField: 'called_did' | 'destination') {
  return {
    ...base,
    source: 'webhook' as const,
    caller: party('caller_id'),
    called: party(calledField),
    internal: party('internal'),
    wallStart: field('call_start'),
  };
}

function ended(reading: Reading, calledField: 'called_did' | 'destination'): CallEvent {
  const { field } = reading;
  return {
    ...told(reading, calledField),
    kind: 'ended',
    disposition: field('disposition'),
    durationSeconds: wholeSeconds(field('duration')),
    lastInternal: field('last_internal'),
    recorded: isTrue(field('is_recorded')),
    recordingId: field('call_id_with_rec'),
  };
}

function reported({ base, field, party }: Reading, country: string): CallEvent {
  return {
    ...base,
    kind: 'reported',
    source: 'statistics',
    caller: toParty(numberOfClid(field('clid')), country),
    called: party('destination'),
    internal: party('sip'),
    wallStart: field('callstart'),
    disposition: field('disposition'),
    seconds: wholeSeconds(field('seconds')),
    recorded: isTrue(field('is_recorded')),
    recordingId: field('call_id'),
  };
}

function routingOf({ answer, answerReason, answerAbout }: TranslatableEvent): Routing | null {
  return answer && answerReason
    ? {
        answer,
        reason: answerReason,
        contactName: answerAbout?.contactName ?? null,
        employeeName: answerAbout?.employeeName ?? null,
        extension: answerAbout?.extension ?? null,
      }
    : null;
}

function toParty(raw: string | null, country: string): Party | null {
  return raw === null ? null : { raw, e164: normalizePhone(raw, country) };
}

/** The number inside `Name (37120000011)`, `"Name" <+37120000011>` or `Ext name 101 (101)`; other texts as they are. */
export function numberOfClid(clid: string | null): string | null {
  const inside = clid?.match(/<([^<>]+)>\s*$/) ?? clid?.match(/\(([^()]+)\)\s*$/);
  return inside?.[1]?.trim() ?? clid;
}

function wholeSeconds(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}

/** Webhooks say `1`, statistics `true` or `"true"`. */
function isTrue(text: string | null): boolean {
  return text === '1' || text?.toLowerCase() === 'true';
}
