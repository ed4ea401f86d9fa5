import { DateTime, Info, type Zone } from 'luxon';
import type { CallEvent } from './call-event';

const aDay = 86_400_000;
const aMinute = 60_000;
const bySequence = new Intl.Collator('en', { numeric: true });

/**
 * The UTC moment of a wall clock reading `YYYY-MM-DD HH:MM:SS` in an IANA zone; null if it is not a reading.
 *
 * In the hour that is repeated at the end of summer time the reading means two moments: the one nearest to `hint`
 * (real seconds of the call, if the PBX told any) is taken, else the earlier. A reading in the hour that is skipped in
 * spring counts on from the offset before.
 */
export function wallClockToUtc(reading: string, zone: string, hint: Date | null): Date | null {
  const clock = Info.normalizeZone(zone);
  const local = DateTime.fromSQL(reading.trim(), { zone: 'utc' });
  if (!local.isValid || !clock.isValid) {
    return null;
  }
  const moments = momentsOf(local.toMillis(), clock);
  const distance = (moment: number) => (hint ? Math.abs(moment - hint.getTime()) : 0);
  const [nearest] = moments.sort((one, other) => distance(one) - distance(other) || one - other);
  return nearest === undefined ? null : new Date(nearest);
}

/**
 * The moments, in milliseconds, at which a zone's clock shows a time; for a skipped time the one that counts on from
 * the offset before. Luxon's own way asks the zone three times as often, and the fold's time goes into that.
 *
 * @param local the time shown, as if the clock were in UTC
 */
function momentsOf(local: number, clock: Zone): number[] {
  const before = local - clock.offset(local - aDay) * aMinute;
  const after = local - clock.offset(local + aDay) * aMinute;
  if (before === after) {
    return [before];
  }
  const shown = [before, after].filter((moment) => moment + clock.offset(moment) * aMinute === local);
  return shown.length > 0 ? shown : [before];
}

/** The real UTC moment inside a recording id `<unix seconds>.<sequence>` of the PBX; null for other texts. */
export function momentInRecordingId(recordingId: string | null): Date | null {
  const seconds = /^(\d{9,10})\.\d+$/.exec(recordingId?.trim() ?? '')?.[1];
  return seconds === undefined ? null : new Date(Number(seconds) * 1000);
}

/**
 * When the call began: the earliest reading the PBX told, else the earliest in its report, else the seconds inside a
 * recording id. Never the moment of arrival. Null if nothing says.
 */
export function callStart(events: readonly CallEvent[], zone: string): Date | null {
  const hint = earliest(
    events.map((event) => ('recordingId' in event ? momentInRecordingId(event.recordingId) : null)),
  );
  const readings = (source: CallEvent['source']) => {
    const told = events.flatMap((event) =>
      event.source === source && 'wallStart' in event && event.wallStart !== null ? [event.wallStart] : [],
    );
    // Nearly all tell the same reading, and zones are slow to compute with.
    return earliest([...new Set(told)].map((reading) => wallClockToUtc(reading, zone, hint)));
  };
  return readings('webhook') ?? readings('statistics') ?? hint;
}

/** Compares recording ids by their moment, then by their sequence as a number. */
export function compareRecordingIds(one: string, other: string): number {
  const moment = (id: string) => momentInRecordingId(id)?.getTime() ?? Number.POSITIVE_INFINITY;
  const [first, second] = [moment(one), moment(other)];
  const byMoment = first === second ? 0 : first - second;
  return byMoment || bySequence.compare(one, other);
}

function earliest(moments: readonly (Date | null)[]): Date | null {
  const known = moments.filter((moment) => moment !== null).map((moment) => moment.getTime());
  return known.length === 0 ? null : new Date(Math.min(...known));
}
