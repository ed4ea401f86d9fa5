import type { StatisticsRow } from './call-statistics';
import type { LegRecord } from './leg';

interface IncomingFacts {
  from: string;
  did: string;
  callerName: string | null;
  channelId: string;
  disposition: string;
  duration: number;
}

type Row = Omit<StatisticsRow, 'pbxCallId' | 'startedAt'>;

/** How the report names the caller: with the name we gave, else the bare number. */
export function callerText(number: string, name: string | null): string {
  return name === null ? number : `"${name}" <${number}>`;
}

/**
 * Report rows of an incoming call, one per leg. The legs that talked come first; a call nobody took begins with a row of
 * the menu (`sip` 0), which carries the disposition of the whole call.
 */
export function incomingRows(facts: IncomingFacts, legs: readonly LegRecord[]): Row[] {
  const clid = callerText(facts.from, facts.callerName);
  const toRow = (leg: LegRecord): Row => ({
    callId: leg.channelId,
    sip: leg.extension,
    clid,
    destination: facts.did,
    disposition: leg.outcome ?? 'no answer',
    seconds: leg.talkSeconds,
    recorded: leg.recorded,
  });
  const talked = legs.filter((leg) => leg.outcome === 'answered').map(toRow);
  const others = legs.filter((leg) => leg.outcome !== 'answered').map(toRow);
  if (talked.length > 0) return [...talked, ...others];
  const root: Row = {
    callId: facts.channelId,
    sip: '0',
    clid,
    destination: facts.did,
    disposition: facts.disposition,
    seconds: facts.duration,
    recorded: false,
  };
  return [root, ...others];
}
