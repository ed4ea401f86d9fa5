import type { CallDirection } from '@callboard/contracts';
import { type CallEnded, type CallEvent, eventsOf, firstArrival, type LegReported } from './call-event';
import { momentInRecordingId } from './call-times';
import { dispositionOf } from './disposition';
import { asExtension, isOutside, partyKind } from './party';

/** How a call ended, by the most trusted source that says anything. */
export type CallEnding =
  | (EndingFacts & { readonly source: 'webhook'; readonly ends: readonly [CallEnded, ...CallEnded[]] })
  | (EndingFacts & { readonly source: 'statistics'; readonly extension: string | null })
  | { readonly source: 'closer'; readonly at: Date };

interface EndingFacts {
  readonly disposition: string | null;
  readonly durationSeconds: number | null;
}

/**
 * The ending, or null while the call lives. Notifications are trusted over the report, the report over the closer;
 * the report only fills what the notification left out.
 */
export function callEnding(direction: CallDirection, events: readonly CallEvent[]): CallEnding | null {
  const rows = reportedRows(direction, events);
  const reported = rows.length > 0 ? reportedEnding(rows) : null;
  const [end, ...others] = eventsOf(events, 'ended').sort((one, other) => compareEnds(direction, one, other));
  if (end) {
    return {
      source: 'webhook',
      ends: [end, ...others],
      disposition: end.disposition ?? reported?.disposition ?? null,
      durationSeconds: end.durationSeconds ?? reported?.durationSeconds ?? null,
    };
  }
  const at = firstArrival(eventsOf(events, 'expired'));
  return reported ?? (at ? { source: 'closer', at } : null);
}

/** Extensions that answered according to the report. */
export function reportedTalkers(direction: CallDirection, events: readonly CallEvent[]): string[] {
  return reportedRows(direction, events)
    .filter(isAnswered)
    .sort(longestFirst)
    .flatMap((row) => asExtension(row.internal) ?? []);
}

/**
 * The report's rows about the customer's leg. On outgoing calls the row of the agent's own phone counts only while
 * there is no other.
 */
function reportedRows(direction: CallDirection, events: readonly CallEvent[]): LegReported[] {
  const rows = eventsOf(events, 'reported');
  const outside = rows.filter((row) => isOutside(row.called));
  return direction === 'outgoing' && outside.length > 0 ? outside : rows;
}

/** Several ends: the one that reached outside, then answered, then longest, then smallest hash. */
function compareEnds(direction: CallDirection, one: CallEnded, other: CallEnded): number {
  return (
    reach(direction, other) - reach(direction, one) ||
    Number(isAnswered(other)) - Number(isAnswered(one)) ||
    (other.durationSeconds ?? 0) - (one.durationSeconds ?? 0) ||
    (one.hash < other.hash ? -1 : 1)
  );
}

/**
 * How far an end reaches: 2 it dialled (or came from) the outside number, 1 it only mentions it, 0 it names none.
 * The agent's own leg of a callback mentions the customer while dialling the extension, and its `answered` is the
 * agent's, not the customer's.
 */
function reach(direction: CallDirection, end: CallEnded): 0 | 1 | 2 {
  if (direction === 'incoming') {
    return partyKind(end.caller) === 'number' ? 2 : 0;
  }
  return isOutside(end.called) ? 2 : isOutside(end.internal) ? 1 : 0;
}

function reportedEnding(rows: readonly LegReported[]): Extract<CallEnding, { source: 'statistics' }> {
  const answered = rows.filter(isAnswered).sort(longestFirst);
  const extensions = new Set(rows.flatMap((row) => asExtension(row.internal) ?? []));
  const [onlyExtension = null] = extensions.size === 1 ? extensions : [];
  return {
    source: 'statistics',
    disposition: (answered[0] ?? rootRow(rows))?.disposition ?? null,
    durationSeconds: answered[0]?.seconds ?? 0,
    extension: onlyExtension,
  };
}

/** The row of the call itself: the oldest with a call id, else any. */
function rootRow(rows: readonly LegReported[]): LegReported | undefined {
  const age = (row: LegReported) =>
    momentInRecordingId(row.recordingId)?.getTime() ?? Number.MAX_SAFE_INTEGER;
  const sequence = (row: LegReported) => row.recordingId ?? '';
  return [...rows].sort(
    (one, other) =>
      age(one) - age(other) ||
      sequence(one).localeCompare(sequence(other), 'en', { numeric: true }) ||
      (one.hash < other.hash ? -1 : 1),
  )[0];
}

/** Whether the PBX's word for how something ended is that it was answered. */
export function isAnswered(event: { readonly disposition: string | null }): boolean {
  return dispositionOf(event.disposition) === 'answered';
}

function longestFirst(one: LegReported, other: LegReported): number {
  return (other.seconds ?? 0) - (one.seconds ?? 0) || (one.hash < other.hash ? -1 : 1);
}
