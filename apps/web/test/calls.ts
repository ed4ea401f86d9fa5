import type { CallDetail, CallItem } from '@callboard/contracts';

/** A made-up key; the same number always gives the same key. */
export const uuid = (number: number): string =>
  `018f0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** An answered incoming call of a known customer. */
export function callItem(changes: Partial<CallItem> = {}): CallItem {
  return {
    id: uuid(1),
    version: 1,
    pbxCallId: 'in_0001',
    direction: 'incoming',
    status: 'answered',
    reason: null,
    disposition: 'answered',
    startedAt: '2026-05-04T10:00:00.000Z',
    durationSeconds: 243,
    externalNumber: '+48600100200',
    externalNumberRaw: '48600100200',
    lineNumber: '+48221002030',
    extension: '101',
    employeeId: uuid(201),
    employeeName: 'Anna Nowak',
    contactId: uuid(301),
    contactName: 'Jan Kowalski',
    contactCompany: 'ACME',
    hasRecording: false,
    recording: null,
    tags: [],
    ...changes,
  };
}

/** The same call with everything known about it. */
export function callDetail(changes: Partial<CallDetail> = {}): CallDetail {
  return {
    ...callItem(changes),
    endedAt: '2026-05-04T10:04:30.000Z',
    legs: [],
    timeline: [],
    routing: null,
    matches: [],
    recordings: [],
    notes: [],
    ...changes,
  };
}
