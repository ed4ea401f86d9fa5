import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { demoContacts, demoExtensions, demoLine } from './company';
import { recordingsOf } from './past-recordings';

/** One notification of the past, as the PBX would have sent it. */
export interface PastNotification {
  readonly receivedAt: Date;
  readonly fields: Readonly<Record<string, string>>;
  /** What Callboard would have answered; only for NOTIFY_START. */
  readonly routing?: PastRouting;
}

interface PastRouting {
  readonly answer: { redirect?: string; return_timeout?: number; caller_name?: string };
  readonly reason: 'manager' | 'name_only' | 'unknown_caller';
  readonly contactName: string | null;
  readonly employeeName: string | null;
  readonly extension: string | null;
}

/** Numbers in [0, 1). */
type Random = () => number;

interface Caller {
  readonly number: string;
  readonly name: string | null;
  readonly company: string | null;
  readonly manager: string | null;
}

const callsPerDay = { weekday: 68, weekend: 16 };
const ringSeconds = 6;
const recordDelaySeconds = 6;

/**
 * Notifications of the seven days before `now`, oldest first: some four hundred calls in office hours, most of them
 * with known customers. The same day gives the same calls, so that a seed that was cut off can be repeated.
 */
export function pastWeek(now: Date, zone: string): PastNotification[] {
  const today = DateTime.fromJSDate(now, { zone }).startOf('day');
  const days = Array.from({ length: 8 }, (_, index) => today.minus({ days: 7 - index }));
  return days
    .flatMap((day) => callsOfDay(day))
    .filter((call) => (call.at(-1)?.receivedAt ?? now) < now)
    .flat()
    .sort((one, other) => one.receivedAt.getTime() - other.receivedAt.getTime());
}

function callsOfDay(day: DateTime): PastNotification[][] {
  const count = day.weekday >= 6 ? callsPerDay.weekend : callsPerDay.weekday;
  return Array.from({ length: count }, (_, index) => {
    const name = `${day.toISODate()}/${index}`;
    const random = randomOf(name);
    const startedAt = day.plus({ seconds: Math.floor((8 + 9.5 * ((index + random()) / count)) * 3600) });
    const facts = { id: createHash('sha1').update(name).digest('hex'), startedAt, random };
    return random() < 0.68 ? incomingCall(facts) : outgoingCall(facts);
  });
}

interface CallFacts {
  /** 40 hex digits. */
  readonly id: string;
  readonly startedAt: DateTime;
  readonly random: Random;
}

function incomingCall({ id, startedAt, random }: CallFacts): PastNotification[] {
  const caller = someone(random);
  const routing = routingFor(caller);
  const extension = routing.answer.redirect ?? pick(random, ['100', '101', '102']);
  const end = ending(random, ['cancel', 'no answer', 'busy']);
  const numbers = { caller_id: caller.number, called_did: demoLine };
  const tell = teller(startedAt, `in_${id}`);
  const rang = tell(1, 'NOTIFY_INTERNAL', { ...numbers, internal: extension });
  const begun = [{ ...tell(0, 'NOTIFY_START', numbers), routing }, rang];
  if (!end.answered) {
    return [...begun, tell(ringSeconds * 3, 'NOTIFY_END', { ...numbers, ...end.fields })];
  }
  const who = { internal: extension, last_internal: extension };
  const begunAt = startedAt.plus({ seconds: ringSeconds });
  const recordings = recordingsOf({ direction: 'in', begunAt, seconds: end.seconds, random });
  return [
    ...begun,
    tell(ringSeconds, 'NOTIFY_ANSWER', {
      caller_id: caller.number,
      destination: extension,
      internal: extension,
    }),
    tell(ringSeconds + end.seconds, 'NOTIFY_END', {
      ...numbers,
      ...who,
      ...end.fields,
      ...toldAtEnd(recordings),
    }),
    ...announced(recordings, `in_${id}`, begunAt.plus({ seconds: end.seconds })),
  ];
}

function outgoingCall({ id, startedAt, random }: CallFacts): PastNotification[] {
  const called = someone(random);
  const internal = extensionOf(called.manager)?.number ?? pick(random, ['100', '101', '102', '103']);
  const end = ending(random, ['no answer', 'busy', 'cancel']);
  const parties = { caller_id: demoLine, internal, destination: called.number };
  const tell = teller(startedAt, `out_${id}`);
  const begunAt = startedAt.plus({ seconds: ringSeconds });
  const { answered, seconds } = end;
  const recordings = answered ? recordingsOf({ direction: 'out', begunAt, seconds, random }) : [];
  return [
    tell(0, 'NOTIFY_OUT_START', parties),
    ...(answered ? [tell(ringSeconds, 'NOTIFY_ANSWER', parties)] : []),
    tell(ringSeconds * 2 + seconds, 'NOTIFY_OUT_END', {
      ...parties,
      ...end.fields,
      ...toldAtEnd(recordings),
    }),
    ...announced(recordings, `out_${id}`, begunAt.plus({ seconds: ringSeconds + seconds })),
  ];
}

/** The end names the first part; all are announced one by one. */
function toldAtEnd([first = '']: readonly string[]): Record<string, string> {
  return { is_recorded: first === '' ? '0' : '1', call_id_with_rec: first };
}

function announced(recordings: readonly string[], pbxCallId: string, endedAt: DateTime): PastNotification[] {
  return recordings.map((id, index) => ({
    receivedAt: endedAt.plus({ seconds: recordDelaySeconds, milliseconds: 180 + index }).toJSDate(),
    fields: { event: 'NOTIFY_RECORD', call_id_with_rec: id, pbx_call_id: pbxCallId },
  }));
}

/** Makes notifications of one call, `seconds` after its start. */
function teller(startedAt: DateTime, pbxCallId: string) {
  const common = { call_start: startedAt.toFormat('yyyy-MM-dd HH:mm:ss'), pbx_call_id: pbxCallId };
  return (seconds: number, event: string, fields: Record<string, string>): PastNotification => ({
    receivedAt: startedAt.plus({ milliseconds: seconds * 1000 + 180 }).toJSDate(),
    fields: { event, ...common, ...fields },
  });
}

/** Four calls of five are answered. */
function ending(random: Random, otherwise: readonly string[]) {
  const answered = random() < 0.8;
  const seconds = answered ? 20 + Math.floor(random() ** 2 * 540) : 0;
  const fields = {
    duration: String(seconds),
    disposition: answered ? 'answered' : pick(random, otherwise),
    status_code: answered ? '16' : '19',
    ...toldAtEnd([]),
    calltype: 'normal',
  };
  return { answered, seconds, fields };
}

function extensionOf(person: string | null) {
  return demoExtensions.find((extension) => person !== null && extension.person === person);
}

function routingFor({ name, company, manager }: Caller): PastRouting {
  if (name === null) {
    return { answer: {}, reason: 'unknown_caller', contactName: null, employeeName: null, extension: null };
  }
  const shown = { caller_name: company ? `${name}, ${company}` : name };
  const own = extensionOf(manager);
  return own
    ? {
        answer: { redirect: own.number, return_timeout: 20, ...shown },
        reason: 'manager',
        contactName: name,
        employeeName: own.name,
        extension: own.number,
      }
    : { answer: shown, reason: 'name_only', contactName: name, employeeName: null, extension: null };
}

/** A customer, or in one call of four somebody nobody knows yet. */
function someone(random: Random): Caller {
  if (random() < 0.25) {
    const digits = String(100_000 + Math.floor(random() * 900_000));
    return { number: `+48511${digits}`, name: null, company: null, manager: null };
  }
  const contact = pick(random, demoContacts);
  return { ...contact, number: pick(random, contact.phones) };
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}

/** Repeatable: the numbers follow from the name alone. */
function randomOf(name: string): Random {
  let counter = 0;
  return () => {
    counter += 1;
    return createHash('sha1').update(`${name}/${counter}`).digest().readUInt32BE(0) / 2 ** 32;
  };
}
