import type { CallRequest } from '@callboard/contracts';
import { uuid } from './calls';

/** A wish of the viewer's to call a customer, just taken by the server. */
export function callRequest(changes: Partial<CallRequest> = {}): CallRequest {
  return {
    id: uuid(501),
    version: 1,
    state: 'requested',
    employeeId: uuid(201),
    extension: '101',
    to: '+48600100200',
    contactId: null,
    callId: null,
    failure: null,
    requestedAt: '2026-05-04T10:00:00.000Z',
    endedAt: null,
    ...changes,
  };
}
