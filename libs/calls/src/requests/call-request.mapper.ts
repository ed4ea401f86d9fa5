import type { CallRequest } from '@callboard/contracts';
import { failureMessage } from './call-request-failures';
import type { CallRequestEntity } from './call-request.entity';

export function toCallRequest(row: CallRequestEntity): CallRequest {
  const { id, version, state, employeeId, extension, number, contactId, callId, failureCode } = row;
  return {
    id,
    version,
    state,
    employeeId,
    extension,
    to: number,
    contactId,
    callId,
    failure:
      failureCode === null
        ? null
        : {
            code: failureCode,
            message: failureMessage(failureCode, row.failureDetail),
            detail: row.failureDetail,
          },
    requestedAt: row.requestedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
