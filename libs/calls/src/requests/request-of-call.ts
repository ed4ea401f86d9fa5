import type { CallRequestEntity } from './call-request.entity';
import type { DialledCall } from './dialled-call';
import { isBeforeCustomer } from './request-progress';

/** How far a call's start may lie from the moment its wish was dialled. */
export const windowMs = 120_000;
/** Clocks of our own machines agree this well; what was told of before a wish was dialled is not its call. */
const clockToleranceMs = 10_000;

/** What of a wish decides whether a call is its. */
export type Candidate = Pick<
  CallRequestEntity,
  'id' | 'state' | 'failureCode' | 'extension' | 'number' | 'callId' | 'helperPbxCallId' | 'diallingAt'
>;

/** The call in question, by both its keys. */
export interface CallKeys {
  readonly pbxCallId: string;
  /** Null if it is no call, as a helper leg is none. */
  readonly callId: string | null;
}

/**
 * The wish a call came from: the one it is tied to already, else of those with its extension and number that were
 * dialled within 2 minutes of its start the nearest that has no call yet, an open one before others. Every call is of
 * one wish at most and every wish has one call at most.
 */
export function requestOfCall<Request extends Candidate>(
  keys: CallKeys,
  call: DialledCall,
  candidates: readonly Request[],
): Request | null {
  const tied = candidates.find(
    ({ callId, helperPbxCallId }) =>
      (keys.callId !== null && callId === keys.callId) || helperPbxCallId === keys.pbxCallId,
  );
  if (tied) {
    return tied;
  }
  const [nearest = null] = candidates
    .filter((request) => fits(request, call) && isFree(request, call))
    .sort(
      (one, other) =>
        Number(isOpen(other)) - Number(isOpen(one)) ||
        distance(one, call) - distance(other, call) ||
        (one.id < other.id ? -1 : 1),
    );
  return nearest;
}

function fits(request: Candidate, call: DialledCall): boolean {
  return (
    request.extension !== null &&
    call.extensions.includes(request.extension) &&
    (isNameless(call) || call.numbers.includes(request.number)) &&
    distance(request, call) <= windowMs &&
    call.firstToldAt.getTime() >= (request.diallingAt?.getTime() ?? 0) - clockToleranceMs
  );
}

/**
 * A wish that was never dialled, or refused before anything rang, has no call. One whose call so far is only its
 * employee's own phone is still free for the customer's leg under another id, also if that phone seemed to come to
 * nothing; and one that has its call may still be told of the phone that rang first.
 */
function isFree(request: Candidate, { isHelper, progress }: DialledCall): boolean {
  const { state, callId, helperPbxCallId } = request;
  if (isHelper) {
    return helperPbxCallId === null && (isOpen(request) || callId !== null);
  }
  if (callId !== null) {
    return isBeforeCustomer(request) && progress.about === 'customer';
  }
  return isOpen(request) || (progress.about === 'customer' && state === 'failed' && helperPbxCallId !== null);
}

function isOpen(request: Candidate): boolean {
  return isBeforeCustomer(request) || request.state === 'unknown';
}

/** A helper leg need not say for whom it rings. */
function isNameless({ isHelper, numbers }: DialledCall): boolean {
  return isHelper && numbers.length === 0;
}

function distance({ diallingAt }: Candidate, { startedAt }: DialledCall): number {
  return diallingAt ? Math.abs(diallingAt.getTime() - startedAt.getTime()) : Number.POSITIVE_INFINITY;
}
