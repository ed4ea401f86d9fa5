import type { Log } from '@callboard/platform';

const quietMs = 5_000;

/** Logs errors of a connection that retries for ever: each kind at most once in five seconds. */
export function connectionErrorLog(log: Log, connection: string): (error: unknown) => void {
  const lastLogged = new Map<string, number>();
  return (error) => {
    const kind = error instanceof Error ? error.message : String(error);
    const now = performance.now();
    if (now - (lastLogged.get(kind) ?? -quietMs) < quietMs) {
      return;
    }
    // Messages may hold addresses or ids; a handful of kinds is all that matters.
    if (lastLogged.size > 50) {
      lastLogged.clear();
    }
    lastLogged.set(kind, now);
    log.warn({ connection, err: error }, 'connection trouble');
  };
}
