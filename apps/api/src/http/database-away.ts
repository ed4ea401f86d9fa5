const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND']);

/**
 * True if an error means that PostgreSQL cannot be reached or does not answer, rather than that a query was wrong.
 *
 * Classes 08 (connection), 53 (resources) and 57P (shutting down, starting up) are PostgreSQL's own; the rest is how
 * the `pg` driver says it (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (connectionCodes.has(code) || /^(08|53|57P)/.test(code))) {
    return true;
  }
  return /Connection terminated|timeout exceeded when trying to connect|Query read timeout/i.test(
    error.message,
  );
}
