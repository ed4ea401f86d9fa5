import type { CallRequestFailure } from '@callboard/contracts';
import { type CallEvent, eventsWithParties, type EventWithParties, firstArrival } from '../fold/call-event';
import { callDirectionOf, outsideOf } from '../fold/call-parties';
import { callStart } from '../fold/call-times';
import { dispositionOf } from '../fold/disposition';
import { extensionsIn } from '../fold/call-legs';
import { fold, type FoldedCall } from '../fold/fold';
import { asExtension } from '../fold/party';
import type { ToldProgress } from './request-progress';

/** What the events of one `pbxCallId` say to somebody who wants to know whether it came from a wish. */
export interface DialledCall {
  readonly extensions: readonly string[];
  /** E.164 numbers outside that were or are to be rung; none where nobody outside is named. */
  readonly numbers: readonly string[];
  readonly startedAt: Date;
  readonly firstToldAt: Date;
  /** Only the employee's own phone was rung, and nobody talked yet: no call, or none yet. */
  readonly isHelper: boolean;
  readonly progress: ToldProgress;
}

/**
 * Reads an outgoing call as what may have come from a wish; null for incoming calls, calls between two extensions and
 * what says too little.
 *
 * @param zone IANA zone of the account's clock
 */
export function readDialledCall(events: readonly CallEvent[], zone: string): DialledCall | null {
  const [first] = events;
  if (!first || callDirectionOf(first.pbxCallId) === 'incoming') {
    return null;
  }
  const startedAt = callStart(events, zone);
  const firstToldAt = firstArrival(events);
  if (!startedAt || !firstToldAt) {
    return null;
  }
  const named = eventsWithParties(events);
  const outside = named.flatMap((event) => outsideOf(event) ?? []);
  const base = { startedAt, firstToldAt };
  if (outside.length === 0) {
    const extension = ownPhoneOf(named);
    return extension === null
      ? null
      : { ...base, extensions: [extension], numbers: [], isHelper: true, progress: helperProgress(events) };
  }
  const numbers = new Set(outside.map(({ e164 }) => e164).filter((number) => number !== null));
  const result = fold(events, { zone, assignments: [] });
  return result.kind === 'no_call'
    ? null
    : {
        ...base,
        extensions: [...extensionsIn(events)],
        numbers: [...numbers],
        isHelper: isHelper(result.call),
        progress: callProgress(result.call),
      };
}

/** Some accounts may tell nothing but the own phone's leg: once it ended as a conversation, it is a call. */
function isHelper({ customerDialled, status, hasRecording }: FoldedCall): boolean {
  return !customerDialled && !hasRecording && status !== 'answered';
}

/** The one extension that is rung by nobody or by itself; null for a call between two. */
function ownPhoneOf(named: readonly EventWithParties[]): string | null {
  const phones = new Set(named.flatMap(({ called }) => asExtension(called) ?? []));
  const others = named.flatMap(({ internal }) => asExtension(internal) ?? []);
  const [phone = null] = phones;
  return phones.size === 1 && others.every((extension) => extension === phone) ? phone : null;
}

/** A helper leg that was answered says nothing new: the customer's phone has events of its own. */
function helperProgress(events: readonly CallEvent[]): ToldProgress {
  const ends = events.flatMap((event) =>
    event.kind === 'ended' || event.kind === 'reported' ? [dispositionOf(event.disposition)] : [],
  );
  if (ends.length === 0 || ends.includes('answered')) {
    return ownPhoneRings;
  }
  const [, failure] = helperFailures.find(([end]) => ends.includes(end)) ?? [];
  return ownPhoneFailed(failure ?? 'phone_not_answered');
}

/** Of several ends the weightier one counts, whatever came first. */
const helperFailures = [
  ['no_money', 'no_money'],
  ['failed', 'call_failed'],
  ['busy', 'phone_busy'],
] as const;

const ownPhoneRings: ToldProgress = { about: 'own_phone', state: 'phone_ringing', failure: null };
const ownPhoneFailed = (failure: CallRequestFailure): ToldProgress => ({
  about: 'own_phone',
  state: 'failed',
  failure,
});

/** The customer's number dialled is the customer's phone; only mentioned it is the employee's own (roles swapped). */
function callProgress(call: FoldedCall): ToldProgress {
  if (!call.customerDialled) {
    return ownLegProgress(call);
  }
  const failure = failureOf(call);
  const told = (state: ToldProgress['state']): ToldProgress => ({ about: 'customer', state, failure });
  if (failure !== null) {
    return told(failure === 'outcome_unknown' ? 'unknown' : 'failed');
  }
  return told(
    call.status === 'ringing' ? 'customer_ringing' : call.status === 'talking' ? 'talking' : 'ended',
  );
}

function ownLegProgress(call: FoldedCall): ToldProgress {
  switch (call.status) {
    case 'busy':
      return ownPhoneFailed('phone_busy');
    case 'unanswered':
    case 'cancelled':
      return ownPhoneFailed('phone_not_answered');
    case 'failed':
      return ownPhoneFailed(failureOf(call) ?? 'call_failed');
    // Answered by the employee, and now the customer's turn, which may be told later.
    default:
      return ownPhoneRings;
  }
}

function failureOf({ status, reason }: FoldedCall): CallRequestFailure | null {
  switch (status) {
    case 'busy':
      return 'customer_busy';
    case 'unanswered':
      return 'customer_not_answered';
    case 'failed':
      return failed[reason ?? ''] ?? 'call_failed';
    case 'ended_unknown':
      return reason === 'never_ended' ? 'outcome_unknown' : null;
    // Cancelled: the employee hung up before the customer answered, which is no failure.
    default:
      return null;
  }
}

const failed: Readonly<Record<string, CallRequestFailure>> = {
  no_money: 'no_money',
  unallocated_number: 'bad_number',
};
