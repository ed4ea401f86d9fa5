import type { CallDirection } from '@callboard/contracts';
import {
  type CallEvent,
  type CallEventKind,
  eventsWithParties,
  type EventWithParties,
  type Party,
} from './call-event';
import { isOutside, partyKind } from './party';

/** Direction is in the prefix of the PBX's own id; deriving it from the numbers is not reliable. */
export function callDirectionOf(pbxCallId: string): CallDirection {
  return pbxCallId.startsWith('out_') ? 'outgoing' : 'incoming';
}

export interface CallParties {
  readonly externalNumber: string | null;
  readonly externalNumberRaw: string | null;
  readonly lineNumber: string | null;
}

// The end knows most, and what was told at once is trusted over the report.
const trust: readonly CallEventKind[] = ['ended', 'started', 'ringing', 'menu', 'answered', 'reported'];

/**
 * The customer and our own line, or null if nobody outside takes part: then it is a call between extensions or the
 * helper leg of a callback, and no call of its own.
 */
export function callParties(direction: CallDirection, events: readonly CallEvent[]): CallParties | null {
  const named = eventsWithParties(events);
  if (
    !named.some((event) => (direction === 'incoming' ? comesFromOutside(event) : outsideOf(event) !== null))
  ) {
    return null;
  }
  const external = best(named, (event) => (direction === 'incoming' ? event.caller : outsideOf(event)));
  const line = best(named, (event) => lineOf(direction, event));
  return {
    externalNumber: external?.e164 ?? null,
    externalNumberRaw: external?.raw ?? null,
    lineNumber: line ? (line.e164 ?? line.raw) : null,
  };
}

/** Who is outside on an outgoing leg. Told by length, because callbacks swap the two fields. */
export function outsideOf(event: EventWithParties): Party | null {
  return [event.called, event.internal].find(isOutside) ?? null;
}

/** A hidden caller is still a caller; only a short number that reached no line of ours is one of our own phones. */
function comesFromOutside(event: EventWithParties): boolean {
  return partyKind(event.caller) !== 'extension' || partyKind(event.called) === 'number';
}

/** The report does not tell which of our numbers an outgoing call showed. */
function lineOf(direction: CallDirection, event: EventWithParties): Party | null {
  if (direction === 'outgoing' && event.kind === 'reported') {
    return null;
  }
  const line = direction === 'incoming' ? event.called : event.caller;
  return partyKind(line) === 'number' ? line : null;
}

function best(
  events: readonly EventWithParties[],
  partyOf: (event: EventWithParties) => Party | null,
): Party | undefined {
  const rank = (event: EventWithParties, party: Party) =>
    (party.e164 === null ? 10 : 0) + trust.indexOf(event.kind);
  return events
    .flatMap((event) => {
      const party = partyOf(event);
      return party && party.raw.trim() !== '' ? [{ party, rank: rank(event, party), hash: event.hash }] : [];
    })
    .sort((one, other) => one.rank - other.rank || (one.hash < other.hash ? -1 : 1))[0]?.party;
}
