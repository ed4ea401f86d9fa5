import { DateTime } from 'luxon';
import type { CallEvent } from './call-event';

/**
 * The UTC moment of a wall clock reading `YYYY-MM-DD HH:MM:SS` in an IANA zone; null if it is not a reading.
 *
 * In the hour that is repeated at the end of summer time the reading means two moments: the one nearest to `hint`
 * (real seconds of the call, if the PBX told any) is taken, else the earlier. A reading in the hour that is skipped in
 * spring counts on from the offset before.
 */
export function wallClockToUtc(reading: string, zone: string, hint: Date | null): Date | null {
  const local = DateTime.fromSQL(reading.trim(), { zone });
  if (!local.isValid) {
    return null;
  }
  const moments = local.getPossibleOffsets().map((possible) => possible.toMillis());
  const distance = (moment: number) => (hint ? Math.abs(moment - hint.getTime()) : 0);
  const [nearest] = moments.sort((one, other) => distance(one) - distance(other) || one - other);
  return nearest === undefined ? null : new Date(nearest);
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
  const byMoment = moment(one) === moment(other) ? 0 : moment(one) - moment(other);
  return byMoment || one.localeCompare(other, 'en', { numeric: true });
}

function earliest(moments: readonly (Date | null)[]): Date | null {
  const known = moments.filter((moment) => moment !== null).map((moment) => moment.getTime());
  return known.length === 0 ? null : new Date(Math.min(...known));
}
