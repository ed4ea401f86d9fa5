import type { CallDirection } from '@callboard/contracts';
import { type CallAnswered, type CallEvent, eventsOf, eventsWithParties } from './call-event';
import { isOutside, partyKind } from './party';

/**
 * Tells the halves of a callback apart, which are told under one id of the PBX or under two (docs/adr/0017): false if all
 * we know of an outgoing call is an employee's own phone being rung, with the customer only mentioned.
 *
 * Who is dialled decides. An answer names the customer as dialled also where it was the own phone that was picked up, so it
 * counts only if nothing says that the own phone was rung.
 */
export function isCustomerDialled(direction: CallDirection, events: readonly CallEvent[]): boolean {
  if (direction === 'incoming') {
    return true;
  }
  const named = eventsWithParties(events);
  const rangOwnPhone = named.some(({ called }) => partyKind(called) === 'extension');
  return named.some(({ kind, called }) => isOutside(called) && (kind !== 'answered' || !rangOwnPhone));
}

/**
 * The answers that began a conversation: all of an incoming call, the customer's of an outgoing one. Once the customer is
 * dialled under the same id, the own phone's answer that names the customer reads like theirs, and counts.
 */
export function conversationAnswers(direction: CallDirection, events: readonly CallEvent[]): CallAnswered[] {
  const answers = eventsOf(events, 'answered');
  if (direction === 'incoming') {
    return answers;
  }
  return isCustomerDialled(direction, events)
    ? answers.filter(({ called }) => partyKind(called) !== 'extension')
    : [];
}
