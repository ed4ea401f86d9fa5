import type { CallRequest } from '@callboard/contracts';
import { useEffect, useRef, useState } from 'react';
import { isFinal } from '../features/call-requests/queries';
import type { Wish } from '../features/call-requests/wishes';
import type { Pop } from '../features/live/pops';
import type { PlayerDoor } from '../features/recordings/player-door';

/** Enough to know an event that comes late from a new one. */
const remembered = 50;

/** Everything that may ring or talk for the viewer. */
export interface Calls {
  pops: readonly Pop[];
  /** Presses of this tab. */
  wishes: readonly Wish[];
  /** What became of the presses of all tabs. */
  requests: readonly CallRequest[];
  /** Whether the browser phone rings or talks. */
  phoneIsBusy: boolean;
}

/** What is heard of calls, each under a name of its own, so that a new name is a call that begins. */
export function heardOf({ pops, wishes, requests, phoneIsBusy }: Calls): string[] {
  const open = requests.filter((request) => !isFinal(request));
  return [
    ...pops.filter(({ outcome }) => !outcome).map(({ call }) => `ring ${call.id}`),
    ...wishes.filter(({ requestId, problem }) => !requestId && !problem).map(({ id }) => `press ${id}`),
    ...open.map(({ id }) => `request ${id}`),
    ...open.filter(({ state }) => state === 'phone_ringing').map(({ id }) => `own phone for ${id}`),
    ...(phoneIsBusy ? ['browser phone'] : []),
  ];
}

/**
 * Silences the recording once for every call that begins: one that rings, one the viewer ordered in whatever tab, one in
 * the browser phone. What is played during a call was wanted, and the end of a call starts nothing.
 */
export function useSilenceForCalls(door: PlayerDoor, calls: Pick<Calls, 'pops' | 'wishes'>) {
  const [requests, setRequests] = useState<readonly CallRequest[]>([]);
  const [phoneIsBusy, setPhoneIsBusy] = useState(false);
  const heard = heardOf({ ...calls, requests, phoneIsBusy });
  const before = useRef<readonly string[]>([]);
  useEffect(() => {
    if (heard.some((name) => !before.current.includes(name))) {
      door.silence();
    }
    before.current = heard;
  });
  return {
    onRequest: (request: CallRequest) => setRequests((known) => withRequest(known, request)),
    onPhoneBusy: setPhoneIsBusy,
  };
}

function withRequest(known: readonly CallRequest[], request: CallRequest): readonly CallRequest[] {
  const isOld = known.some(({ id, version }) => id === request.id && version >= request.version);
  return isOld ? known : [request, ...known.filter(({ id }) => id !== request.id)].slice(0, remembered);
}
