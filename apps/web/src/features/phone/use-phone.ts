import type { FromPhone, WebrtcSession } from '@callboard/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { identityOf, mayPass, type OpenSession, statusOf } from './phone-session';
import {
  frozen,
  heard,
  isBusy,
  newPhone,
  type PhoneStatus,
  type PhoneTrouble,
  stopped,
} from './phone-status';
import { joinPhoneTabs, type PhoneTabs, type PhoneTurn } from './phone-tabs';
import { phoneSessionQuery } from './queries';
import { renewWhenDue } from './renewal';

const askAgainAfter = 60_000;
/** Troubles that end with the loss of the network that caused them. */
const ofTheNetwork: readonly (PhoneTrouble | null)[] = [
  'offline',
  'load_timeout',
  'script_blocked',
  'page_unreachable',
];

export interface Phone {
  turn: PhoneTurn;
  status: PhoneStatus;
  /** The page to run in this tab; null where another tab has the phone, or there is none. */
  page: { key: string; session: OpenSession } | null;
  take: () => void;
  restart: () => void;
  onMessage: (message: FromPhone) => void;
  onUnreachable: () => void;
  onFrozen: () => void;
}

/** The phone of this browser: whose turn it is, its session, kept fresh, and how it stands. `inCall` keeps it as it is. */
export function usePhone(inCall: boolean): Phone {
  const { turn, told, take, tell } = usePhoneTabs();
  const [ofPage, setOfPage] = useState(newPhone);
  const [starts, setStarts] = useState(0);
  const leading = turn === 'leading';
  const [before, setBefore] = useState(leading);
  if (leading !== before) {
    setBefore(leading);
    setOfPage(newPhone);
  }
  const { session, failed, refresh } = useSession(leading, inCall || isBusy(ofPage));
  const status = useMemo(
    () => (leading ? statusOf(session, failed, ofPage) : told),
    [leading, session, failed, ofPage, told],
  );

  useEffect(() => {
    if (leading) {
      tell(status);
    }
  }, [leading, tell, status]);
  const restart = useCallback(() => {
    const refused = status.trouble === 'key_refused';
    setOfPage(newPhone);
    void refresh({ refused }).finally(() => setStarts((count) => count + 1));
  }, [refresh, status.trouble]);
  useRestarts(session, ofPage.trouble, restart);
  return {
    turn,
    status,
    page: leading && session?.enabled ? { key: `${starts} ${identityOf(session)}`, session } : null,
    take,
    restart,
    onMessage: useCallback((message) => setOfPage((known) => heard(known, message)), []),
    onUnreachable: useCallback(() => setOfPage((known) => stopped(known, 'page_unreachable')), []),
    onFrozen: useCallback(() => setOfPage(frozen), []),
  };
}

/** Starts the phone again where that may help by itself: with the network back, and once for each key that is refused. */
function useRestarts(
  session: WebrtcSession | undefined,
  trouble: PhoneTrouble | null,
  restart: () => void,
): void {
  const renewed = useRef<string>(undefined);
  const key = session?.enabled ? session.key : undefined;
  useEffect(() => {
    if (key && trouble === 'key_refused' && renewed.current !== key) {
      renewed.current = key;
      restart();
    }
    if (!ofTheNetwork.includes(trouble)) {
      return;
    }
    window.addEventListener('online', restart);
    return () => window.removeEventListener('online', restart);
  }, [key, trouble, restart]);
}

function usePhoneTabs() {
  const [turn, setTurn] = useState<PhoneTurn>('waiting');
  const [told, setTold] = useState(newPhone);
  const tabs = useRef<PhoneTabs>(undefined);
  useEffect(() => {
    // Without https there are neither locks nor a microphone, whatever the types say.
    if (!(navigator.locks as LockManager | undefined)) {
      setTold(stopped(newPhone, 'https_missing'));
      return;
    }
    const joined = joinPhoneTabs({ onTurn: setTurn, onStatus: setTold });
    tabs.current = joined;
    return () => joined.leave();
  }, []);
  return {
    turn,
    told,
    take: useCallback(() => tabs.current?.take(), []),
    tell: useCallback((status: PhoneStatus) => tabs.current?.tell(status), []),
  };
}

/** The session in use; a newer one waits until the phone has no call, since a new key means a new page. */
function useSession(leading: boolean, busy: boolean) {
  const client = useQueryClient();
  const { data, isError, refetch } = useQuery({
    ...phoneSessionQuery(),
    enabled: leading,
    refetchInterval: (query) =>
      query.state.status === 'pending' || !mayPass(query.state.data) ? false : askAgainAfter,
  });
  const [used, setUsed] = useState<WebrtcSession>();
  const running = identityOf(used);
  if (data !== used && (!busy || running === '' || running === identityOf(data))) {
    setUsed(data);
  }
  const renewAt = leading && data?.enabled ? data.renewAt : undefined;
  useEffect(() => (renewAt ? renewWhenDue(renewAt, () => void refetch()) : undefined), [renewAt, refetch]);
  const refresh = useCallback(
    async (how: { refused: boolean }) => {
      await client.fetchQuery({ ...phoneSessionQuery(how), staleTime: 0 }).catch(() => undefined);
    },
    [client],
  );
  return { session: used, failed: isError, refresh };
}
