import type { CallItem } from '@callboard/contracts';
import type { QueryClient } from '@tanstack/react-query';

/** Enough to outlive any answer that was on its way while an event came in. */
const remembered = 1_000;

/** The newest copy seen of each call, so that an older one, whatever its way here, never wins. */
export interface CallLedger {
  /** Remembers a call; false if a copy at least as new is known already. */
  accept: (call: CallItem) => boolean;
  /** The newer of the given copy and the remembered one. */
  newest: (call: CallItem) => CallItem;
}

export function createCallLedger(): CallLedger {
  const calls = new Map<string, CallItem>();
  return {
    accept(call) {
      const known = calls.get(call.id);
      if (known && known.version >= call.version) {
        return false;
      }
      calls.delete(call.id);
      calls.set(call.id, call);
      const [oldest] = calls.keys();
      if (calls.size > remembered && oldest !== undefined) {
        calls.delete(oldest);
      }
      return true;
    },
    newest(call) {
      const known = calls.get(call.id);
      return known && known.version > call.version ? known : call;
    },
  };
}

const ledgers = new WeakMap<QueryClient, CallLedger>();

/** The ledger that belongs to a cache. */
export function ledgerOf(client: QueryClient): CallLedger {
  let ledger = ledgers.get(client);
  if (!ledger) {
    ledger = createCallLedger();
    ledgers.set(client, ledger);
  }
  return ledger;
}

/** Forgets the calls of a cache, when another person may sign in. */
export const forgetCalls = (client: QueryClient): void => void ledgers.delete(client);
