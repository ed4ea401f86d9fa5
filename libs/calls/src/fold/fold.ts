import type { CallDirection, CallReason, CallStatus, Routing } from '@callboard/contracts';
import { type CallEnding, callEnding } from './call-ending';
import {
  type CallEnded,
  type CallEvent,
  distinctEvents,
  eventsOf,
  type LegReported,
  type PartRecorded,
} from './call-event';
import { callExtension } from './call-extension';
import { callLegs, type FoldedLeg } from './call-legs';
import { callDirectionOf, callParties, type CallParties } from './call-parties';
import { type CallResult, endedResult, livingResult, neverEnded } from './call-result';
import { callTalkers } from './call-talkers';
import { callEnd, callTimeline, type FoldedTimelineEntry } from './call-timeline';
import { callStart, compareRecordingIds } from './call-times';
import { isCustomerDialled } from './customer-phone';
import { type Assignment, employeeAt } from './employee-at';

/** What the fold must know besides the events. */
export interface FoldContext {
  /** IANA zone of the account's clock. */
  readonly zone: string;
  /** Who had which extension when; of all extensions the events name. */
  readonly assignments: readonly Assignment[];
}

/** A leg with the person behind the extension at the call's start. */
export type AssignedLeg = FoldedLeg & { readonly employeeId: string | null };

/** Everything the events say about a call. Only `endedAt`, `legs` and `timeline` hold moments of arrival. */
export interface FoldedCall extends CallParties {
  readonly pbxCallId: string;
  readonly direction: CallDirection;
  /** False while an outgoing call only rang the employee's own phone. */
  readonly customerDialled: boolean;
  readonly status: CallStatus;
  readonly reason: CallReason | null;
  readonly disposition: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly durationSeconds: number | null;
  readonly extension: string | null;
  readonly employeeId: string | null;
  readonly hasRecording: boolean;
  /** The PBX's ids of the recorded parts, oldest first. */
  readonly recordingIds: readonly string[];
  readonly routing: Routing | null;
  readonly legs: readonly AssignedLeg[];
  readonly timeline: readonly FoldedTimelineEntry[];
}

/**
 * Why events make no call: nothing says a call took place or when (a recording alone), or nobody outside takes part
 * (a call between extensions, the helper leg of a callback).
 */
export type NoCallReason = 'not_started' | 'nobody_outside';

export type FoldResult =
  | { readonly kind: 'call'; readonly call: FoldedCall }
  | { readonly kind: 'no_call'; readonly reason: NoCallReason };

/**
 * The call that a set of events describes. Pure; order, repetition and (but for `endedAt`, `legs`, `timeline`) moments
 * of arrival do not matter. Events that are added never turn a call into no call.
 *
 * @param events all events of one `pbxCallId`
 */
export function fold(events: readonly CallEvent[], context: FoldContext): FoldResult {
  const known = distinctEvents(events);
  const [first] = known;
  const startedAt = callStart(known, context.zone);
  if (!first || !startedAt || eventsOf(known, 'recorded', 'expired').length === known.length) {
    return { kind: 'no_call', reason: 'not_started' };
  }
  const direction = callDirectionOf(first.pbxCallId);
  const parties = callParties(direction, known);
  return parties
    ? { kind: 'call', call: describe(first.pbxCallId, direction, parties, startedAt, known, context) }
    : { kind: 'no_call', reason: 'nobody_outside' };
}

function describe(
  pbxCallId: string,
  direction: CallDirection,
  parties: CallParties,
  startedAt: Date,
  events: readonly CallEvent[],
  { assignments }: FoldContext,
): FoldedCall {
  const ending = callEnding(direction, events);
  const talkers = callTalkers(direction, events, ending);
  const extension = callExtension(direction, events, ending, talkers);
  const recordings = recordingTold(events);
  const facts = ending && ending.source !== 'closer' ? ending : null;
  return {
    pbxCallId,
    direction,
    customerDialled: isCustomerDialled(direction, events),
    ...parties,
    ...callResult(direction, ending, talkers.talked),
    disposition: facts?.disposition ?? null,
    durationSeconds: facts?.durationSeconds ?? null,
    startedAt,
    endedAt: callEnd(startedAt, ending),
    extension,
    employeeId: employeeAt(assignments, extension, startedAt),
    hasRecording: recordings.length > 0,
    recordingIds: recordedParts(recordings),
    routing: eventsOf(events, 'started').find((event) => event.routing !== null)?.routing ?? null,
    legs: callLegs(direction, events, ending, talkers).map((leg) => ({
      ...leg,
      employeeId: employeeAt(assignments, leg.extension, startedAt),
    })),
    timeline: callTimeline(direction, events, startedAt, ending),
  };
}

function callResult(direction: CallDirection, ending: CallEnding | null, talked: boolean): CallResult {
  if (!ending) {
    return livingResult(talked);
  }
  return ending.source === 'closer' ? neverEnded : endedResult(direction, ending.disposition, talked);
}

/** All that tells of a recording, so that an end that says "not recorded" undoes none. */
function recordingTold(events: readonly CallEvent[]): (CallEnded | PartRecorded | LegReported)[] {
  return eventsOf(events, 'ended', 'recorded', 'reported').filter((event) => {
    switch (event.kind) {
      case 'recorded':
        return true;
      case 'reported':
        return event.recorded;
      case 'ended':
        // An end only says that recording was on: without a conversation there is no file.
        return event.recorded && (event.durationSeconds ?? 0) > 0;
    }
  });
}

function recordedParts(told: readonly { recordingId: string | null }[]): string[] {
  const ids = told.map((event) => event.recordingId?.trim() ?? '').filter((id) => id !== '');
  return [...new Set(ids)].sort(compareRecordingIds);
}
