import type { CallDirection, CallLeg } from '@callboard/contracts';
import { type CallEvent, eventsOf, firstArrival } from './call-event';
import type { CallEnding } from './call-ending';
import type { CallTalkers } from './call-talkers';
import { conversationAnswers } from './customer-phone';
import { asExtension, ownExtension } from './party';

/** One extension's part in a call; its moments are those of arrival. */
export interface FoldedLeg {
  readonly extension: string;
  readonly rangAt: Date | null;
  readonly answeredAt: Date | null;
  readonly transferFrom: string | null;
  readonly result: CallLeg['result'];
}

/** Every extension that dialled, was rung or talked, in the order of what is known about it. */
export function callLegs(
  direction: CallDirection,
  events: readonly CallEvent[],
  ending: CallEnding | null,
  talkers: CallTalkers,
): FoldedLeg[] {
  const legs = [...extensionsIn(events)].map((extension): FoldedLeg => {
    const transferFrom = handedOverBy(events, extension);
    return {
      extension,
      rangAt: direction === 'incoming' ? rangAt(events, extension) : null,
      answeredAt: answeredAt(direction, events, extension),
      transferFrom,
      result: legResult(direction, extension, transferFrom !== null, ending, talkers),
    };
  });
  const begin = (leg: FoldedLeg) => (leg.rangAt ?? leg.answeredAt)?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return legs.sort((one, other) => begin(one) - begin(other) || (one.extension < other.extension ? -1 : 1));
}

/** All extensions named in a call's events. */
export function extensionsIn(events: readonly CallEvent[]): Set<string> {
  const extensions = events.flatMap((event) => {
    switch (event.kind) {
      case 'started':
      case 'answered':
        return [ownExtension(event)];
      case 'ended':
        return [ownExtension(event), asExtension(event.lastInternal)];
      case 'ringing':
      case 'reported':
        return [asExtension(event.internal)];
      case 'menu':
      case 'recorded':
      case 'expired':
        return [];
    }
  });
  return new Set(extensions.filter((extension) => extension !== null));
}

function legResult(
  direction: CallDirection,
  extension: string,
  wasHandedOver: boolean,
  ending: CallEnding | null,
  talkers: CallTalkers,
): FoldedLeg['result'] {
  const answered = direction === 'outgoing' ? talkers.talked : talkers.extensions.has(extension);
  if (ending) {
    return answered ? 'answered' : 'not_answered';
  }
  if (answered) {
    return extension === talkers.main ? 'talking' : 'answered';
  }
  return wasHandedOver || !talkers.talked ? 'ringing' : 'not_answered';
}

function rangAt(events: readonly CallEvent[], extension: string): Date | null {
  return firstArrival(
    eventsOf(events, 'ringing').filter((event) => asExtension(event.internal) === extension),
  );
}

function answeredAt(direction: CallDirection, events: readonly CallEvent[], extension: string): Date | null {
  return firstArrival(
    conversationAnswers(direction, events).filter((event) => ownExtension(event) === extension),
  );
}

function handedOverBy(events: readonly CallEvent[], extension: string): string | null {
  const handOvers = eventsOf(events, 'ringing', 'answered').filter(
    (event) => ownExtension(event) === extension,
  );
  return handOvers.map((event) => asExtension(event.transferFrom)).find((from) => from !== null) ?? null;
}
