import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type {
  CallAnswered,
  CallEnded,
  CallExpired,
  CallStarted,
  ExtensionRang,
  LegReported,
  MenuReached,
  PartRecorded,
  Party,
} from '../fold/call-event';

type Given<Event> = Partial<Omit<Event, 'kind' | 'source' | 'pbxCallId' | 'hash' | 'receivedAt'>>;

/** Makes events of one call that began at a given moment. */
export interface EventFactory {
  readonly pbxCallId: string;
  /** The start on the account's clock. */
  readonly wallStart: string;
  started(given: Given<CallStarted>, after?: number): CallStarted;
  menu(given: Given<MenuReached>, after?: number): MenuReached;
  ringing(given: Given<ExtensionRang>, after?: number): ExtensionRang;
  answered(given: Given<CallAnswered>, after?: number): CallAnswered;
  ended(given: Given<CallEnded>, after?: number): CallEnded;
  recorded(recordingId: string, after?: number): PartRecorded;
  reported(given: Given<LegReported>, after?: number): LegReported;
  expired(after?: number): CallExpired;
}

/** A party as the PBX would write it; the meaning is given by the writing, as the adapter does for Polish accounts. */
export function party(raw: string): Party {
  const digits = raw.replace(/\D/g, '');
  const known = digits.length >= 9 && !/\p{L}/u.test(raw);
  return { raw, e164: known ? `+${digits.length === 9 ? `48${digits}` : digits}` : null };
}

/**
 * Events whose hash depends on their content, like the inbox's key, and which arrive `after` seconds after the start.
 *
 * @param zone IANA zone of the account's clock
 */
export function eventFactory(pbxCallId: string, startedAt: Date, zone = 'Europe/Warsaw'): EventFactory {
  const wallStart = DateTime.fromJSDate(startedAt, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');
  const parties = { caller: null, called: null, internal: null };
  const told = <Fields extends object>(fields: Fields, after: number, defaultAfter: number) => {
    const content = { pbxCallId, ...fields };
    return {
      ...content,
      hash: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
      receivedAt: new Date(startedAt.getTime() + (after || defaultAfter) * 1000 + 350),
    };
  };
  const webhook = { source: 'webhook', wallStart, ...parties } as const;
  const ending = { disposition: null, recorded: false, recordingId: null };
  return {
    pbxCallId,
    wallStart,
    started: (given, after = 0) => told({ kind: 'started', ...webhook, routing: null, ...given }, after, 0),
    menu: (given, after = 0) => told({ kind: 'menu', ...webhook, digits: null, ...given }, after, 1),
    ringing: (given, after = 0) =>
      told({ kind: 'ringing', ...webhook, transferFrom: null, ...given }, after, 2),
    answered: (given, after = 0) =>
      told({ kind: 'answered', ...webhook, transferFrom: null, ...given }, after, 5),
    ended: (given, after = 0) =>
      told(
        { kind: 'ended', ...webhook, ...ending, durationSeconds: 0, lastInternal: null, ...given },
        after,
        30,
      ),
    recorded: (recordingId, after = 0) =>
      told({ kind: 'recorded', source: 'webhook', recordingId }, after, 40),
    reported: (given, after = 0) =>
      told(
        { kind: 'reported', source: 'statistics', wallStart, ...parties, ...ending, seconds: 0, ...given },
        after,
        600,
      ),
    expired: (after = 0) => told({ kind: 'expired', source: 'closer' }, after, 14_400),
  };
}
