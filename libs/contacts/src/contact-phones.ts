import type { ContactPhone } from '@callboard/contracts';
import { type PhoneProblem, phoneNotValid } from './contacts.errors';
import { normalizePhone } from './normalize-phone';

/**
 * The given numbers in E.164, each once (the first label stays), in the given order.
 *
 * @throws DomainError `phone_not_valid` naming every number that cannot be read
 */
export function normalizePhones(phones: readonly ContactPhone[], country: string): ContactPhone[] {
  const normalized = phones.map(({ number, label }) => ({ number: normalizePhone(number, country), label }));
  const problems = normalized.flatMap(({ number }, place): PhoneProblem[] =>
    number === null ? [{ path: `phones.${place}.number`, message: 'This is not a phone number.' }] : [],
  );
  if (problems.length > 0) {
    throw phoneNotValid(problems);
  }
  const unique = new Map<string, ContactPhone>();
  for (const { number, label } of normalized) {
    if (number !== null && !unique.has(number)) {
      unique.set(number, { number, label });
    }
  }
  return [...unique.values()];
}

/** What an edit may change about whom a caller's number means. */
interface Reachable {
  readonly managerId: string | null;
  readonly phones: readonly { readonly number: string }[];
}

/** Numbers whose callers may be recognised otherwise after the edit; all of them when the manager changed. */
export function changedNumbers(before: Reachable, after: Reachable): string[] {
  const old = new Set(before.phones.map(({ number }) => number));
  const now = new Set(after.phones.map(({ number }) => number));
  const all = [...new Set([...old, ...now])];
  const sameManager = before.managerId === after.managerId;
  return sameManager ? all.filter((number) => old.has(number) !== now.has(number)) : all;
}
