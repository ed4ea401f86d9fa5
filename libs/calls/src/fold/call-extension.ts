import type { CallDirection } from '@callboard/contracts';
import { type CallEvent, eventsOf } from './call-event';
import type { CallEnding } from './call-ending';
import type { CallTalkers } from './call-talkers';
import { asExtension, ownExtension } from './party';

/**
 * The extension a call is filed under: who talked last, else the one named at the end, else the one that dialled or
 * alone was rung. Null while a group rings or after nobody of it picked up, for then it is no one's call in particular.
 */
export function callExtension(
  direction: CallDirection,
  events: readonly CallEvent[],
  ending: CallEnding | null,
  talkers: CallTalkers,
): string | null {
  return (
    talkers.main ??
    namedAtEnd(ending) ??
    (direction === 'outgoing' ? dialling(events) : onlyRung(events)) ??
    (ending?.source === 'statistics' ? ending.extension : null)
  );
}

function namedAtEnd(ending: CallEnding | null): string | null {
  const ends = ending?.source === 'webhook' ? ending.ends : [];
  return ends.map(ownExtension).find((extension) => extension !== null) ?? null;
}

function dialling(events: readonly CallEvent[]): string | null {
  const extensions = eventsOf(events, 'started').map(ownExtension);
  return extensions.find((extension) => extension !== null) ?? null;
}

function onlyRung(events: readonly CallEvent[]): string | null {
  const rung = new Set(eventsOf(events, 'ringing').flatMap((event) => asExtension(event.internal) ?? []));
  const [first = null] = rung;
  return rung.size === 1 ? first : null;
}
