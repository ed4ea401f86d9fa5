import { DateTime } from 'luxon';

const format = 'yyyy-MM-dd HH:mm:ss';

/** `YYYY-MM-DD HH:MM:SS` on the account's wall clock, without an offset, as every Zadarma time is written. */
export function toWallClock(milliseconds: number, zone: string): string {
  return DateTime.fromMillis(milliseconds, { zone }).toFormat(format);
}

/** Milliseconds of a wall-clock text in the account's zone, or `null` when it is no such text. */
export function fromWallClock(text: string, zone: string): number | null {
  const parsed = DateTime.fromFormat(text, format, { zone });
  return parsed.isValid ? parsed.toMillis() : null;
}

/** The current offset as `/v1/info/timezone/` words it: `UTC+0`, `UTC-3`, `UTC+5:30`. No daylight saving, no name. */
export function utcOffset(milliseconds: number, zone: string): string {
  const minutes = DateTime.fromMillis(milliseconds, { zone }).offset;
  const sign = minutes < 0 ? '-' : '+';
  const rest = Math.abs(minutes) % 60;
  const hours = Math.floor(Math.abs(minutes) / 60);
  return `UTC${sign}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}
