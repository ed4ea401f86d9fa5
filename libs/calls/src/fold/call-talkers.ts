import type { CallDirection } from '@callboard/contracts';
import { type CallAnswered, type CallEvent, eventsOf } from './call-event';
import { type CallEnding, isAnswered, reportedTalkers } from './call-ending';
import { conversationAnswers } from './customer-phone';
import { asExtension, ownExtension } from './party';

/** Who of ours took part, told without looking at moments of arrival. */
export interface CallTalkers {
  /** Extensions that talked. */
  readonly extensions: ReadonlySet<string>;
  /** The one that counts: last participant, else who answered; null if nobody talked. */
  readonly main: string | null;
  /** Incoming: a person of ours picked up. Outgoing: the other side did. */
  readonly talked: boolean;
}

/** Finds out who talked: the last participant the PBX names at the end, the answers it told, then its report. */
export function callTalkers(
  direction: CallDirection,
  events: readonly CallEvent[],
  ending: CallEnding | null,
): CallTalkers {
  const last = lastParticipant(ending);
  const answers = eventsOf(events, 'answered');
  const answering = answers.flatMap((answer) => ownExtension(answer) ?? []);
  const reported = reportedTalkers(direction, events);
  const extensions = new Set([...(last === null ? [] : [last]), ...answering, ...reported]);
  return {
    extensions,
    main: last ?? endOfTransfers(answers) ?? reported[0] ?? null,
    talked:
      direction === 'incoming'
        ? extensions.size > 0
        : reported.length > 0 || conversationAnswers(direction, events).length > 0 || endsAnswered(ending),
  };
}

/** No machine of ours answers for the customer, so the end's word is enough where no answer was told. */
function endsAnswered(ending: CallEnding | null): boolean {
  return ending !== null && ending.source !== 'closer' && isAnswered(ending);
}

function lastParticipant(ending: CallEnding | null): string | null {
  const ends = ending?.source === 'webhook' ? ending.ends : [];
  return ends.map((end) => asExtension(end.lastInternal)).find((extension) => extension !== null) ?? null;
}

/**
 * The extension at the end of the hand-overs: the one that answered once more often than it handed over. Where the PBX
 * told too little to say, the smallest of those who did not hand over, else of all.
 */
function endOfTransfers(answers: readonly CallAnswered[]): string | null {
  const balance = new Map<string, number>();
  const add = (extension: string | null, change: number) =>
    extension === null ? undefined : balance.set(extension, (balance.get(extension) ?? 0) + change);
  for (const answer of answers) {
    add(ownExtension(answer), 1);
    add(asExtension(answer.transferFrom), -1);
  }
  const holding = [...balance].filter(([, count]) => count > 0).map(([extension]) => extension);
  return [...(holding.length > 0 ? holding : balance.keys())].sort()[0] ?? null;
}
