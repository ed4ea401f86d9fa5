import { fromPhone, type FromPhone, type ToPhone } from '@callboard/contracts';

export interface FrameListener {
  onMessage(message: FromPhone): void;
  /** The page never came: blocked, unreachable, or not ours. */
  onUnreachable(): void;
  /** The page was there and is silent now. */
  onFrozen(): void;
}

export interface FrameLink {
  checkMicrophone(): void;
  close(): void;
}

const arrivalTime = 15_000;
const watchEvery = 4_000;
/** Watches without any word of the page after which it counts as frozen. */
const patience = 4;

/**
 * Talks with the phone's page inside `frame`, which answers at `origin`; hands it `start` whenever it asks.
 *
 * Only messages of that very window and origin count, and only those that make sense. Silence is counted in watches,
 * not in seconds: after a sleep, and in a background tab, the timers of both sides stand still together.
 */
export function linkFrame(
  frame: HTMLIFrameElement,
  origin: string,
  start: Extract<ToPhone, { type: 'phone.start' }>,
  listener: FrameListener,
): FrameLink {
  const closed = new AbortController();
  let silentWatches = 0;
  let arrived = false;

  const say = (message: ToPhone): void => frame.contentWindow?.postMessage(message, origin);
  const onMessage = (event: MessageEvent<unknown>): void => {
    if (event.source !== frame.contentWindow || event.origin !== origin) {
      return;
    }
    const message = fromPhone.safeParse(event.data);
    if (!message.success) {
      return;
    }
    silentWatches = 0;
    arrived = true;
    listener.onMessage(message.data);
    if (message.data.type === 'phone.waiting') {
      say(start);
    }
  };
  const watch = (): void => {
    silentWatches += 1;
    if (arrived && silentWatches === patience) {
      listener.onFrozen();
    }
  };
  window.addEventListener('message', onMessage, { signal: closed.signal });
  const arrival = setTimeout(() => !arrived && listener.onUnreachable(), arrivalTime);
  const watching = setInterval(watch, watchEvery);
  return {
    checkMicrophone: () => say({ type: 'phone.checkMicrophone' }),
    close() {
      closed.abort();
      clearTimeout(arrival);
      clearInterval(watching);
    },
  };
}
