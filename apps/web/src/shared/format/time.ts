const minute = 60_000;
const hour = 60 * minute;

type Options = Intl.DateTimeFormatOptions;

const formatters = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string, options: Options): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let format = formatters.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, options);
    formatters.set(key, format);
  }
  return format;
}

const clock: Options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** `14:05` in the viewer's zone. */
export const timeOfDay = (moment: string, locale: string): string =>
  dateFormat(locale, clock).format(new Date(moment));

/** `14:05:09` in the viewer's zone. */
export const timeWithSeconds = (moment: string, locale: string): string =>
  dateFormat(locale, { ...clock, second: '2-digit' }).format(new Date(moment));

/** `poniedziałek, 4 maja 2026, 14:05:09`: nothing left to guess. */
export const exactMoment = (moment: string, locale: string): string =>
  dateFormat(locale, {
    ...clock,
    second: '2-digit',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(new Date(moment));

/** `4 maja, 14:05`, with the year if it is not this one. */
export function shortMoment(moment: string, locale: string, now: number): string {
  const date = new Date(moment);
  const thisYear = date.getFullYear() === new Date(now).getFullYear();
  return dateFormat(locale, {
    ...clock,
    day: 'numeric',
    month: 'short',
    ...(thisYear ? {} : { year: 'numeric' }),
  }).format(date);
}

/** `3 min temu` within the last hour, else the time of day: what an eye on a dated list needs. */
export function relativeTime(moment: string, locale: string, now: number): string {
  const age = now - Date.parse(moment);
  if (age < -minute || age >= hour) {
    return timeOfDay(moment, locale);
  }
  const minutes = Math.max(0, Math.floor(age / minute));
  return new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'auto' }).format(
    minutes === 0 ? 0 : -minutes,
    minutes === 0 ? 'second' : 'minute',
  );
}

/** `2026-05-04`: the viewer's calendar day of a moment. */
export function localDay(moment: string | number | Date): string {
  const date = new Date(moment);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Midnight that begins the viewer's calendar day `YYYY-MM-DD`, shifted by whole days; DST safe. */
export function startOfDay(day: string, shiftDays = 0): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + shiftDays);
}

/** The Monday of the week a moment lies in, as `YYYY-MM-DD`. */
export function startOfWeek(now: number): string {
  const date = new Date(now);
  const daysSinceMonday = (date.getDay() + 6) % 7;
  return localDay(new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysSinceMonday));
}

/** `Dzisiaj · poniedziałek, 4 maja`: the heading of a day in a list. */
export function dayHeading(day: string, locale: string, now: number): string {
  const full = dateFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(day.slice(0, 4) === localDay(now).slice(0, 4) ? {} : { year: 'numeric' }),
  }).format(startOfDay(day));
  const shift = [0, -1].find((days) => localDay(startOfDay(localDay(now), days)) === day);
  if (shift === undefined) {
    return capitalised(full, locale);
  }
  const near = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(shift, 'day');
  return `${capitalised(near, locale)} · ${full}`;
}

const capitalised = (text: string, locale: string): string =>
  text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
