import type { PhoneStatus } from './phone-status';

/** `leading`: the phone is in this tab; `silent`: another tab has it and does not answer. */
export type PhoneTurn = 'waiting' | 'leading' | 'silent';

export interface PhoneTabsListener {
  onTurn(turn: PhoneTurn): void;
  /** How the phone stands in the tab that has it. */
  onStatus(status: PhoneStatus): void;
}

export interface PhoneTabs {
  /** Takes the phone into this tab; the tab that had it waits for its turn again. */
  take(): void;
  /** Tells the other tabs how the phone stands; only the tab that has it may. */
  tell(status: PhoneStatus): void;
  leave(): void;
}

type Broadcast = { kind: 'hello' } | { kind: 'status'; status: PhoneStatus };

const name = 'callboard.phone';
const askEvery = 5_000;
/** Unanswered questions after which the other tab counts as silent. */
const patience = 3;

/**
 * Joins the tabs of this browser, of which one has the phone: two would compete for the extension and lose calls.
 *
 * The tab that holds a lock has it; when it closes, the next one gets it. Whoever has lost it waits again, so that
 * there is a phone as long as a tab is open. A tab in front asks the holder how it stands, since messages, unlike
 * timers, also reach a tab in the background; no answer means that it hangs.
 */
export function joinPhoneTabs(listener: PhoneTabsListener): PhoneTabs {
  const channel = new BroadcastChannel(name);
  let turn: PhoneTurn = 'waiting';
  let latest: PhoneStatus | undefined;
  let unanswered = 0;

  channel.onmessage = ({ data }: MessageEvent<Broadcast>) => {
    if (data.kind === 'hello' && turn === 'leading' && latest) {
      channel.postMessage({ kind: 'status', status: latest } satisfies Broadcast);
    } else if (data.kind === 'status' && turn !== 'leading') {
      unanswered = 0;
      become('waiting');
      listener.onStatus(data.status);
    }
  };
  const become = (next: PhoneTurn): void => {
    if (turn !== next) {
      turn = next;
      listener.onTurn(next);
    }
  };
  const turns = takeTurns((leads) => {
    latest = undefined;
    unanswered = 0;
    become(leads ? 'leading' : 'waiting');
  });
  const ask = (): void => {
    if (turn === 'leading' || document.hidden) {
      return;
    }
    if (unanswered >= patience) {
      become('silent');
    }
    unanswered += 1;
    channel.postMessage({ kind: 'hello' } satisfies Broadcast);
  };
  const asking = setInterval(ask, askEvery);
  ask();
  return {
    take: turns.take,
    tell(status) {
      latest = status;
      channel.postMessage({ kind: 'status', status } satisfies Broadcast);
    },
    leave() {
      clearInterval(asking);
      turns.leave();
      channel.close();
    },
  };
}

/** Waits for the lock, holds it, and waits again after it was taken away. */
function takeTurns(onLead: (leads: boolean) => void): { take: () => void; leave: () => void } {
  let left = false;
  let isMine = false;
  let inQueue = new AbortController();
  let letGo = (): void => undefined;

  const hold = (): Promise<void> => {
    isMine = true;
    onLead(true);
    return new Promise<void>((resolve) => (letGo = resolve));
  };
  const wait = async (): Promise<void> => {
    inQueue = new AbortController();
    const { signal } = inQueue;
    try {
      await navigator.locks.request(name, { signal }, hold);
    } catch {
      lost(signal);
    }
  };
  // Waiting was given up for taking, or another tab took what this one held.
  const lost = (signal?: AbortSignal): void => {
    if (!left && !signal?.aborted) {
      isMine = false;
      onLead(false);
      void wait();
    }
  };
  void wait();
  return {
    take() {
      if (isMine) {
        return;
      }
      isMine = true;
      inQueue.abort();
      void navigator.locks.request(name, { steal: true }, hold).catch(() => lost());
    },
    leave() {
      left = true;
      inQueue.abort();
      letGo();
    },
  };
}
