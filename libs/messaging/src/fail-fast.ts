/** How long nothing is tried after a failure. */
const pauseMs = 1_000;
/** More than this at once means that the other side does not answer. */
const maximumInFlight = 1_000;

/**
 * Runs operations against a server that may be away or hang: none is awaited past its deadline, and after a failure
 * none is begun for a second (or until a late answer comes), so that nothing piles up behind a server that accepts but
 * never answers.
 */
export class FailFast {
  private pausedUntil = 0;
  private inFlight = 0;

  constructor(private readonly onFailure: (error: unknown) => void) {}

  /** The result, or null if there was none in time (or no attempt was made). */
  async attempt<T>(operation: () => Promise<T>, deadlineMs: number): Promise<{ readonly value: T } | null> {
    if (performance.now() < this.pausedUntil || this.inFlight >= maximumInFlight) {
      return null;
    }
    const running = this.begin(operation);
    try {
      return { value: await within(running, deadlineMs) };
    } catch (error) {
      this.pausedUntil = performance.now() + pauseMs;
      this.onFailure(error);
      return null;
    }
  }

  private async begin<T>(operation: () => Promise<T>): Promise<T> {
    this.inFlight += 1;
    try {
      const value = await operation();
      // Also when it comes late: the server answers again.
      this.pausedUntil = 0;
      return value;
    } finally {
      this.inFlight -= 1;
    }
  }
}

/**
 * Waits for `work`, but no longer than the deadline; the work itself goes on unheard.
 *
 * @throws Error when the deadline passes first.
 */
export async function within<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
