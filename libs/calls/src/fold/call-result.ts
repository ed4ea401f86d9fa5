import type { CallDirection, CallReason, CallStatus } from '@callboard/contracts';
import { type Disposition, dispositionOf } from './disposition';

export interface CallResult {
  readonly status: CallStatus;
  readonly reason: CallReason | null;
}

const result = (status: CallStatus, reason: CallReason | null = null): CallResult => ({ status, reason });

type Table = Readonly<Record<Exclude<Disposition, 'unknown'>, CallResult>>;

const byPerson: Table = {
  answered: result('answered'),
  cancel: result('missed', 'caller_hung_up'),
  no_answer: result('missed', 'no_answer'),
  busy: result('missed', 'busy'),
  limit: result('missed', 'limit_reached'),
  no_money: result('missed', 'no_money'),
  failed: result('failed', 'call_failed'),
  unallocated_number: result('failed', 'unallocated_number'),
};

// The PBX reports "answered" also when a menu or a voicemail picked up; the caller still waits for a person.
const byMachine: Table = { ...byPerson, answered: result('missed', 'voicemail_or_ivr') };

const dialled: Table = {
  answered: result('answered'),
  no_answer: result('unanswered'),
  busy: result('busy'),
  cancel: result('cancelled'),
  failed: result('failed', 'call_failed'),
  unallocated_number: result('failed', 'unallocated_number'),
  no_money: result('failed', 'no_money'),
  limit: result('failed', 'limit_reached'),
};

/** Status and reason of an ended call. `talked`: a person of ours (incoming) or the other side (outgoing) picked up. */
export function endedResult(
  direction: CallDirection,
  disposition: string | null,
  talked: boolean,
): CallResult {
  const word = dispositionOf(disposition);
  if (word === 'unknown') {
    return result(talked ? 'answered' : 'ended_unknown', 'unknown_disposition');
  }
  return (direction === 'outgoing' ? dialled : talked ? byPerson : byMachine)[word];
}

/** Status of a call that has not ended. */
export function livingResult(talking: boolean): CallResult {
  return result(talking ? 'talking' : 'ringing');
}

/** Status of a call whose end was never told. */
export const neverEnded: CallResult = result('ended_unknown', 'never_ended');
