const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND']);

/** How the driver, its pool and TypeORM say that a connection was lost or never made. */
const connectionWords =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|client was closed and is not queryable|query runner (?:was )?already released/i;

/**
 * True if an error is trouble of the moment that says nothing about the query or its data: PostgreSQL cannot be
 * reached, does not answer, is too busy or chose this transaction as a deadlock's victim. The same attempt may succeed
 * later without anybody changing anything.
 *
 * SQLSTATE classes 08 connection, 40 rollback, 53 resources, 55 lock not available, 57 operator intervention, and
 * 25P03, with which an idle transaction is ended (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
export function isDatabaseTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (connectionCodes.has(code) || /^((08|40|53|55|57)...|25P03)$/.test(code))) {
    return true;
  }
  return connectionWords.test(error.message);
}
