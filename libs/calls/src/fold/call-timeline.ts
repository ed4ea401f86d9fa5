import type { CallDirection, TimelineEntry } from '@callboard/contracts';
import { type CallAnswered, type CallEvent, eventsOf, type ExtensionRang, firstArrival } from './call-event';
import type { CallEnding } from './call-ending';
import { conversationAnswers } from './customer-phone';
import { asExtension, ownExtension } from './party';

/** One step of a call. All moments but the start are those of arrival. */
export interface FoldedTimelineEntry {
  readonly at: Date;
  readonly kind: TimelineEntry['kind'];
  readonly extension: string | null;
  /** Pressed digits, extension that handed over, or the PBX's word for the end. */
  readonly detail: string | null;
}

const order: readonly FoldedTimelineEntry['kind'][] = [
  'started',
  'menu',
  'transferred',
  'ringing',
  'answered',
  'ended',
  'expired',
  'recorded',
];

/** The steps of a call, oldest first; the start stands first even if the account's clock is ahead of ours. */
export function callTimeline(
  direction: CallDirection,
  events: readonly CallEvent[],
  startedAt: Date,
  ending: CallEnding | null,
): FoldedTimelineEntry[] {
  const steps = [
    ...menuSteps(events),
    ...(direction === 'incoming' ? ringingSteps(events) : []),
    ...answerSteps(direction, events),
    ...endSteps(startedAt, ending),
    ...recordingSteps(events),
  ];
  const start = entry(startedAt, 'started', direction === 'outgoing' ? diallingExtension(events) : null);
  return [start, ...steps.sort(compareSteps)];
}

function entry(
  at: Date,
  kind: FoldedTimelineEntry['kind'],
  extension: string | null = null,
  detail: string | null = null,
): FoldedTimelineEntry {
  return { at, kind, extension, detail };
}

function diallingExtension(events: readonly CallEvent[]): string | null {
  const extensions = eventsOf(events, 'started', 'ended').map(ownExtension);
  return extensions.find((extension) => extension !== null) ?? null;
}

function menuSteps(events: readonly CallEvent[]): FoldedTimelineEntry[] {
  return eventsOf(events, 'menu').map((event) => entry(event.receivedAt, 'menu', null, event.digits));
}

function ringingSteps(events: readonly CallEvent[]): FoldedTimelineEntry[] {
  return eventsOf(events, 'ringing').flatMap((event) => {
    const extension = asExtension(event.internal);
    return extension === null
      ? []
      : [...handOver(event, extension), entry(event.receivedAt, 'ringing', extension)];
  });
}

function answerSteps(direction: CallDirection, events: readonly CallEvent[]): FoldedTimelineEntry[] {
  return conversationAnswers(direction, events).flatMap((answer) => {
    const extension = ownExtension(answer);
    // The ring of a hand-over tells of it already, unless that notification is switched off.
    const told = eventsOf(events, 'ringing').some(
      (ring) => ownExtension(ring) === extension && ring.transferFrom === answer.transferFrom,
    );
    return [...(told ? [] : handOver(answer, extension)), entry(answer.receivedAt, 'answered', extension)];
  });
}

function handOver(event: ExtensionRang | CallAnswered, extension: string | null): FoldedTimelineEntry[] {
  const from = asExtension(event.transferFrom);
  return from === null ? [] : [entry(event.receivedAt, 'transferred', extension, from)];
}

function endSteps(startedAt: Date, ending: CallEnding | null): FoldedTimelineEntry[] {
  if (ending?.source === 'closer') {
    return [entry(ending.at, 'expired')];
  }
  const endedAt = callEnd(startedAt, ending);
  return ending && endedAt ? [entry(endedAt, 'ended', null, ending.disposition)] : [];
}

/**
 * When the call ended: arrival of the notification; by the report the earliest possible moment, start plus duration;
 * null if nobody knows.
 */
export function callEnd(startedAt: Date, ending: CallEnding | null): Date | null {
  switch (ending?.source) {
    case 'webhook':
      return firstArrival(ending.ends.slice(0, 1));
    case 'statistics':
      return new Date(startedAt.getTime() + (ending.durationSeconds ?? 0) * 1000);
    default:
      return null;
  }
}

function recordingSteps(events: readonly CallEvent[]): FoldedTimelineEntry[] {
  return eventsOf(events, 'recorded').map((event) => entry(event.receivedAt, 'recorded'));
}

function compareSteps(one: FoldedTimelineEntry, other: FoldedTimelineEntry): number {
  return (
    one.at.getTime() - other.at.getTime() ||
    order.indexOf(one.kind) - order.indexOf(other.kind) ||
    (one.extension ?? '').localeCompare(other.extension ?? '') ||
    (one.detail ?? '').localeCompare(other.detail ?? '')
  );
}
