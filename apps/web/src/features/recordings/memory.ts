import * as z from 'zod';

const speedKey = 'callboard.player.speed';
const positionsKey = 'callboard.player.positions';

/** So many recordings are remembered; the longest unheard is forgotten first. */
const most = 100;
/** Seconds at either end within which starting anew is what people want. */
const ends = 5;

export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** The speed last used in this browser. */
export function rememberedSpeed(): number {
  const stored = Number(localStorage.getItem(speedKey));
  return speeds.find((speed) => speed === stored) ?? 1;
}

export const rememberSpeed = (speed: number): void => localStorage.setItem(speedKey, String(speed));

const positionList = z.array(z.tuple([z.string(), z.number()]));

function positions(): [string, number][] {
  try {
    return positionList.parse(JSON.parse(localStorage.getItem(positionsKey) ?? '[]'));
  } catch {
    return [];
  }
}

/** Where listening to a recording stopped, in seconds; 0 if it is new or was heard to the end. */
export const rememberedPosition = (recordingId: string): number =>
  positions().find(([id]) => id === recordingId)?.[1] ?? 0;

/** Notes where listening stopped; close to either end it is forgotten instead. */
export function rememberPosition(recordingId: string, seconds: number, duration: number | null): void {
  const others = positions().filter(([id]) => id !== recordingId);
  const isWorthIt = seconds >= ends && (duration === null || seconds < duration - ends);
  const kept: [string, number][] = isWorthIt ? [...others, [recordingId, Math.floor(seconds)]] : others;
  localStorage.setItem(positionsKey, JSON.stringify(kept.slice(-most)));
}
