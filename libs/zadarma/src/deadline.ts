/** Thrown when something took longer than its caller can wait. */
export class DeadlineExceededError extends Error {
  constructor(milliseconds: number) {
    super(`No result within ${Math.round(milliseconds)} ms`);
    this.name = 'DeadlineExceededError';
  }
}

/**
 * The result of `work`, or a rejection after `milliseconds`. The work itself goes on unobserved. A result that has
 * arrived by then counts, also in a process too busy to have read it.
 *
 * @throws DeadlineExceededError
 */
export function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(
      // Timers come before what the network brought; the check phase comes after it.
      () => setImmediate(() => reject(new DeadlineExceededError(milliseconds))),
      Math.max(0, milliseconds),
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** How long an answer may still take, counted from when the question came. */
export class Deadline {
  private readonly end: number;

  constructor(milliseconds: number) {
    this.end = performance.now() + milliseconds;
  }

  /** Milliseconds left, never negative. */
  remaining(): number {
    return Math.max(0, this.end - performance.now());
  }
}
