const lookEvery = 60_000;
/** A server that gives no newer session must not be asked without end. */
const shortestPause = 60_000;

/**
 * Calls `renew` once the clock passes `renewAt`, and again every minute until it is ended.
 *
 * It looks at the clock instead of waiting a span: spans stand still while the machine sleeps. A tab that is shown,
 * or back on the network, looks at once.
 */
export function renewWhenDue(renewAt: string, renew: () => void): () => void {
  const ended = new AbortController();
  const due = Date.parse(renewAt);
  let asked = -Infinity;
  const look = (): void => {
    const now = Date.now();
    if (now >= due && now - asked >= shortestPause) {
      asked = now;
      renew();
    }
  };
  const timer = setInterval(look, lookEvery);
  document.addEventListener('visibilitychange', look, { signal: ended.signal });
  window.addEventListener('online', look, { signal: ended.signal });
  window.addEventListener('focus', look, { signal: ended.signal });
  look();
  return () => {
    ended.abort();
    clearInterval(timer);
  };
}
