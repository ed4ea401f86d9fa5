import type { CallItem, CallRinging } from '@callboard/contracts';

/** One incoming call on the screen. */
export interface Pop {
  call: CallItem;
  /** The viewer's extension that rings. */
  extension: string;
  /** Set once nothing rings any more: the pop says how it ended and goes. */
  outcome: 'answered' | 'ended' | null;
}

export interface Pops {
  shown: readonly Pop[];
  /** Version at which calls needed no pop any more, so that a late or repeated ring does not bring one back. */
  settled: ReadonlyMap<string, number>;
}

export const noPops: Pops = { shown: [], settled: new Map() };

/** Enough to outlive any event still on its way. */
const remembered = 200;

const isOver = (call: CallItem): boolean => call.status !== 'ringing' && call.status !== 'talking';

/** A phone of the viewer rings. */
export function ringing(pops: Pops, { call, extension }: CallRinging): Pops {
  const answeredHere = call.status === 'talking' && call.extension === extension;
  if (isOver(call) || answeredHere || (pops.settled.get(call.id) ?? -1) >= call.version) {
    return pops;
  }
  const known = pops.shown.find((pop) => pop.call.id === call.id);
  if (known) {
    return known.call.version >= call.version ? pops : withPop(pops, { ...known, call });
  }
  return { ...pops, shown: [...pops.shown, { call, extension, outcome: null }] };
}

/** A call changed: its pop follows, or says how it ended. */
export function changed(pops: Pops, call: CallItem): Pops {
  const known = pops.shown.find((pop) => pop.call.id === call.id);
  if (!known) {
    return isOver(call) ? settle(pops, call) : pops;
  }
  if (call.version <= known.call.version || known.outcome === 'ended') {
    return pops;
  }
  if (isOver(call)) {
    // Who answered stays said, also when the talk was short.
    return settle(withPop(pops, { ...known, call, outcome: known.outcome ?? 'ended' }), call);
  }
  return withPop(pops, { ...known, call, outcome: isAnswered(known, call) ? 'answered' : known.outcome });
}

/** Talking began; for a call handed over while it was talked, only by who talks now. */
function isAnswered(known: Pop, call: CallItem): boolean {
  return (
    call.status === 'talking' && (known.call.status === 'ringing' || call.extension !== known.call.extension)
  );
}

/** The viewer closes a pop, or its time is over. */
export function dismissed(pops: Pops, id: string): Pops {
  const pop = pops.shown.find((each) => each.call.id === id);
  if (!pop) {
    return pops;
  }
  return settle({ ...pops, shown: pops.shown.filter((each) => each !== pop) }, pop.call);
}

const withPop = (pops: Pops, pop: Pop): Pops => ({
  ...pops,
  shown: pops.shown.map((each) => (each.call.id === pop.call.id ? pop : each)),
});

function settle(pops: Pops, call: CallItem): Pops {
  const settled = [...pops.settled, [call.id, call.version] as const].slice(-remembered);
  return { ...pops, settled: new Map(settled) };
}
