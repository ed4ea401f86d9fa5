/** Numbers in [0, 1), like `Math.random`. */
export type Random = () => number;

/** A repeatable source of randomness (mulberry32), so that a failing run can be played again. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number from `from` to `to`, both included. */
export function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

/** One element of a non-empty list. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const chosen = list[between(random, 0, list.length - 1)];
  if (chosen === undefined) throw new RangeError('cannot pick from an empty list');
  return chosen;
}

/** `length` lowercase hex digits. */
export function hex(random: Random, length: number): string {
  return Array.from({ length }, () => between(random, 0, 15).toString(16)).join('');
}

/** The PBX's permanent call id: prefix by direction and 40 hex digits. */
export function newPbxCallId(random: Random, direction: 'in' | 'out'): string {
  return `${direction}_${hex(random, 40)}`;
}

/** An Asterisk channel id. Its integer part is the real UTC second of the call set-up. */
export function newChannelId(random: Random, milliseconds: number): string {
  return `${Math.floor(milliseconds / 1000)}.${between(random, 1_000_000, 9_999_999)}`;
}
