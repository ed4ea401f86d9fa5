type Wait<T> = (signal: AbortSignal) => Promise<T>;

/** The first of several waits to settle; the others are told to stop through their signal. */
export async function firstOf<T>(signal: AbortSignal, waits: readonly Wait<T>[]): Promise<T> {
  const rest = new AbortController();
  const combined = AbortSignal.any([signal, rest.signal]);
  const running = waits.map((wait) => wait(combined));
  for (const wait of running) wait.catch(() => undefined);
  try {
    return await Promise.race(running);
  } finally {
    rest.abort();
  }
}
