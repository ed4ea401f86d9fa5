import { stdSerializers } from 'pino';
import { maskPhones, maskPhonesInText } from './mask-phone';

/** What tells one failure from another; everything else an error carries may hold values of a query or a request. */
const kept = ['code', 'constraint', 'table', 'column', 'syscall', 'statusCode', 'details'] as const;

/**
 * An error as a log may show it: its type, words and stack with those of its causes, phone numbers masked.
 *
 * Failed queries carry their parameters and PostgreSQL quotes whole rows, so password hashes and names of customers.
 */
export function logError(error: unknown): unknown {
  if (!(error instanceof Error)) {
    return maskPhones(error);
  }
  const { type, message, stack } = stdSerializers.err(error);
  const known = error as unknown as Readonly<Record<string, unknown>>;
  const facts = kept.filter((name) => known[name] !== undefined);
  return {
    type,
    message: maskPhonesInText(message),
    stack: maskPhonesInText(stack),
    ...Object.fromEntries(facts.map((name) => [name, maskPhones(known[name])])),
    ...(error instanceof AggregateError && { errors: error.errors.map(logError) }),
  };
}
