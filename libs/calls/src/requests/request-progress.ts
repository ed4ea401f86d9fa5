import type { CallRequestFailure, CallRequestState } from '@callboard/contracts';

/** How far a wish has come, and why it came no further. */
export interface RequestProgress {
  readonly state: CallRequestState;
  readonly failure: CallRequestFailure | null;
}

/** What the PBX's events say about a wish: about the employee's own phone alone, or about the customer's. */
export interface ToldProgress extends RequestProgress {
  readonly about: 'own_phone' | 'customer';
}

const order: readonly CallRequestState[] = [
  'requested',
  'dialling',
  'phone_ringing',
  'customer_ringing',
  'talking',
];

/** True for a state nothing follows. */
export function isFinal(state: CallRequestState): boolean {
  return !order.includes(state);
}

/** True while nothing is known yet but that the employee's own phone may ring. */
export function isBeforeCustomer({ state }: Pick<RequestProgress, 'state'>): boolean {
  return state === 'dialling' || state === 'phone_ringing';
}

/**
 * The progress after something was told; the same object if nothing changes.
 *
 * Whatever is told of the customer's phone counts for more than what is told of the employee's own, so the order of
 * arrival does not matter. A living wish only goes forward, an ended one never lives again, and `unknown` stays: a
 * screen has told somebody to look at their phone.
 */
export function nextProgress(present: RequestProgress, told: ToldProgress): RequestProgress {
  const { state, failure } = told;
  if (present.state === 'requested' || present.state === 'unknown') {
    return present;
  }
  if (present.state === state && present.failure === failure) {
    return present;
  }
  if (told.about === 'own_phone' && !isBeforeCustomer(present)) {
    return present;
  }
  const goesOn = isFinal(state) || (!isFinal(present.state) && isLater(state, present.state));
  return goesOn ? { state, failure } : present;
}

function isLater(one: CallRequestState, other: CallRequestState): boolean {
  return order.indexOf(one) > order.indexOf(other);
}
