import type { CallDetail, CallItem } from '@callboard/contracts';
import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import { matches } from './filters';
import { ledgerOf } from './ledger';
import { type CallListPage, placeCall, replaceCall } from './pages';
import { callListsKey, callQuery, callsKey, filtersOfKey } from './queries';

/** Lists only the server can filter are asked again at most this often. */
const refreshEvery = 2_000;

type CallList = InfiniteData<CallListPage, string | null>;

/** Brings a call's newer copy into everything cached; older copies change nothing. */
export function applyCallChange(client: QueryClient, call: CallItem): void {
  if (!ledgerOf(client).accept(call)) {
    return;
  }
  for (const query of client.getQueryCache().findAll({ queryKey: callListsKey })) {
    const list = query.state.data as CallList | undefined;
    const belongs = matches(call, filtersOfKey(query.queryKey));
    if (list) {
      client.setQueryData<CallList>(query.queryKey, patched(list, call, belongs));
    }
    // An answer on its way may lack the call, and only the server can judge some filters.
    if (belongs === undefined || (belongs && query.state.fetchStatus === 'fetching')) {
      refreshSoon(client, query.queryKey);
    }
  }
  patchCard(client, call);
}

function patched(list: CallList, call: CallItem, belongs: boolean | undefined): CallList {
  const pages = belongs === undefined ? replaceCall(list.pages, call) : placeCall(list.pages, call, belongs);
  return { ...list, pages };
}

/** The card's head changes at once; its legs and timeline are fetched. */
function patchCard(client: QueryClient, call: CallItem): void {
  const { queryKey } = callQuery(call.id);
  const known = client.getQueryData<CallDetail>(queryKey);
  if (known && known.version < call.version) {
    client.setQueryData<CallDetail>(queryKey, { ...known, ...call, version: known.version });
    void client.invalidateQueries({ queryKey });
  }
}

/** Asks everything about calls again, once, after events may have been missed. */
export const refreshCalls = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: callsKey });

const waiting = new WeakMap<QueryClient, Set<string>>();

function refreshSoon(client: QueryClient, queryKey: QueryKey): void {
  const keys = waiting.get(client) ?? new Set();
  waiting.set(client, keys);
  const key = JSON.stringify(queryKey);
  if (keys.has(key)) {
    return;
  }
  keys.add(key);
  setTimeout(() => {
    keys.delete(key);
    void client.invalidateQueries({ queryKey, exact: true });
  }, refreshEvery);
}
