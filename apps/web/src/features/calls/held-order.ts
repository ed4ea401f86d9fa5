import type { CallItem } from '@callboard/contracts';
import { isAbove } from './pages';

/**
 * The rows of a list that must not move: those shown stay where they are, and what comes between or above them waits.
 *
 * A shown call takes its newest copy; one that has left the list stays, as `newest` knows it. What the server puts
 * below the last row moves nothing and is shown at once, so that further pages can come.
 */
export function heldOrder(
  shown: readonly CallItem[],
  now: readonly CallItem[],
  newest: (call: CallItem) => CallItem,
): CallItem[] {
  const copies = new Map(now.map((call) => [call.id, call]));
  const held = new Map(shown.map((call) => [call.id, copies.get(call.id) ?? newest(call)]));
  const last = shown.at(-1);
  const below = [...copies.values()].filter(
    (call) => !held.has(call.id) && last !== undefined && isAbove(last, call),
  );
  return [...held.values(), ...below];
}

/** The calls of the list that are not shown, each once. */
export function waitingCalls(shown: readonly CallItem[], now: readonly CallItem[]): CallItem[] {
  const ids = new Set(shown.map(({ id }) => id));
  return [...new Map(now.map((call) => [call.id, call])).values()].filter(({ id }) => !ids.has(id));
}
