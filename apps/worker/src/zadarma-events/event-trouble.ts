const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND']);

/**
 * True for trouble of the moment that says nothing about the event: the database is away, too busy or chose this
 * transaction as a deadlock's victim. Such an event is never given up.
 *
 * SQLSTATE classes 08 connection, 40 rollback, 53 resources, 55 lock not available, 57 operator intervention
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (connectionCodes.has(code) || /^(08|40|53|55|57)...$/.test(code))) {
    return true;
  }
  return /Connection terminated|timeout exceeded when trying to connect|Query read timeout/i.test(
    error.message,
  );
}

/** An error in words for the journal. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
