import type { CallDetail, CallItem, CallLeg, TimelineEntry } from '@callboard/contracts';
import type { StoredTimelineEntry } from './call.entity';
import type { DetailRow, ItemRow } from './list/calls.repository';

/** A list item but for its audio, which is another room's. */
export type CallSummary = Omit<CallItem, 'recording'>;

/** A call with everything this room knows about it. */
export type CallRecord = Omit<CallDetail, 'recording' | 'recordings'>;

/** Columns of an item by name, so that what a query adds stays inside. */
export function toCallItem(row: ItemRow): CallSummary {
  return {
    id: row.id,
    version: row.version,
    pbxCallId: row.pbxCallId,
    direction: row.direction,
    status: row.status,
    reason: row.reason,
    disposition: row.disposition,
    startedAt: row.startedAt.toISOString(),
    durationSeconds: row.durationSeconds,
    externalNumber: row.externalNumber,
    externalNumberRaw: row.externalNumberRaw,
    lineNumber: row.lineNumber,
    extension: row.extension,
    employeeId: row.employeeId,
    employeeName: row.employeeName,
    contactId: row.contactId,
    contactName: row.contactName,
    contactCompany: row.contactCompany,
    hasRecording: row.hasRecording,
    tags: row.tags,
  };
}

export function toCallDetail(row: DetailRow): CallRecord {
  return {
    ...toCallItem(row),
    endedAt: row.endedAt?.toISOString() ?? null,
    legs: row.legs,
    timeline: row.timeline.map((step) => toTimelineEntry(step, row.legs)),
    routing: row.routing,
    matches: row.matches,
    notes: row.notes,
  };
}

/** Names are not part of what happened: they come from the legs as of now. */
function toTimelineEntry(step: StoredTimelineEntry, legs: readonly CallLeg[]): TimelineEntry {
  const leg = legs.find(({ extension }) => extension === step.extension);
  return { ...step, employeeName: leg?.employeeName ?? null };
}
