import type { CallItem } from '@callboard/contracts';
import { localDay } from '../../shared/format/time';

/** A line of the list: the heading of a day, or a call of that day. */
export type ListRow =
  { kind: 'day'; key: string; day: string } | { kind: 'call'; key: string; call: CallItem };

/** Calls, newest first, with a heading before each of the viewer's days; a repeated call shows once. */
export function listRows(calls: readonly CallItem[]): ListRow[] {
  const rows: ListRow[] = [];
  const seen = new Set<string>();
  const days = new Set<string>();
  let day = '';
  for (const call of calls) {
    if (seen.has(call.id)) {
      continue;
    }
    seen.add(call.id);
    const callDay = localDay(call.startedAt);
    if (callDay !== day) {
      day = callDay;
      // Rows held in place while their times change may lead back to an earlier day.
      rows.push({ kind: 'day', key: days.has(day) ? `${day} ${call.id}` : day, day });
      days.add(day);
    }
    rows.push({ kind: 'call', key: call.id, call });
  }
  return rows;
}

/** Index of the call row `step` calls away from a row, or of the nearest end; -1 without calls. */
export function callRowAt(rows: readonly ListRow[], from: number, step: 1 | -1): number {
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    if (rows[index]?.kind === 'call') {
      return index;
    }
  }
  return rows[from]?.kind === 'call' ? from : -1;
}
