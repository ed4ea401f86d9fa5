const second = 1_000;
/** How soon it is worth asking again while something is under way. */
const soonSeconds = 2;
/** The longest of the early steps of the retry ladder; nobody who listens is made to wait for a later one. */
const longestWaitMs = 5 * 60 * second;

/** What is known of the attempts at a recording whose file is late. */
export interface Attempted {
  readonly nextAttemptAt: Date | null;
  /** The attempt that works on it now. */
  readonly leaseId: string | null;
}

/** When it is worth asking again, and whether the next attempt must be made now for that. */
export interface Waiting {
  readonly retryAfterSeconds: number;
  readonly dueNow: boolean;
}

/**
 * How long somebody who wants to hear a late recording at its source has to wait for the next attempt. Pure. As long as
 * one lies ahead the source need not be asked for each listener. An attempt far ahead is brought forward, and the ladder
 * begins anew: so many listeners bring no more than the four attempts of its first minutes.
 *
 * @returns null if no attempt lies ahead: then nobody else asks
 */
export function awaitAttempt({ nextAttemptAt, leaseId }: Attempted, now: Date): Waiting | null {
  const wait = nextAttemptAt ? nextAttemptAt.getTime() - now.getTime() : 0;
  if (wait <= 0) {
    return null;
  }
  if (leaseId !== null) {
    return { retryAfterSeconds: soonSeconds, dueNow: false };
  }
  return wait > longestWaitMs
    ? { retryAfterSeconds: soonSeconds, dueNow: true }
    : { retryAfterSeconds: Math.max(soonSeconds, Math.ceil(wait / second)), dueNow: false };
}
