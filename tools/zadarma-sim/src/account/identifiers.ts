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

/** What a channel id may say about its call, for a simulator that has forgotten it. */
export interface CallOutline {
  direction: 'in' | 'out';
  /** Planned talking time, below 1000. */
  seconds: number;
}

/**
 * An Asterisk channel id. Its integer part is the real UTC second of the call set-up. With an outline it ends in `1`
 * (in) or `2` (out) and three digits of seconds.
 */
export function newChannelId(
  random: Random,
  milliseconds: number,
  outline: CallOutline | null = null,
): string {
  const second = Math.floor(milliseconds / 1000);
  if (outline === null) return `${second}.${between(random, 1_000_000, 9_999_999)}`;
  const seconds = String(Math.min(999, Math.round(outline.seconds))).padStart(3, '0');
  return `${second}.${between(random, 1_000, 9_999)}${outline.direction === 'in' ? 1 : 2}${seconds}`;
}

/** What a channel id says about its call, and when that began (UTC milliseconds). A minute unless it says how long. */
export function readChannelId(channelId: string): (CallOutline & { startedAt: number }) | null {
  const [, second, outline] = /^(\d{9,10})\.(\d+)$/.exec(channelId) ?? [];
  if (second === undefined) return null;
  const [, direction, seconds] = /^\d{4}([12])(\d{3})$/.exec(outline ?? '') ?? [];
  return {
    startedAt: Number(second) * 1000,
    direction: direction === '2' ? 'out' : 'in',
    seconds: Number(seconds ?? 60) || 1,
  };
}
