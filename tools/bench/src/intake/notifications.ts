import { createHmac, randomBytes } from 'node:crypto';

/** A signed form body, as the PBX posts it. */
export interface Notification {
  readonly body: string;
  readonly signature: string;
}

/** The account both sides of a benchmark use. */
export const account = { key: 'a1b2c3d4e5f60718293a', secret: '0f1e2d3c4b5a69788796' };

function sign(text: string): string {
  const hex = createHmac('sha1', account.secret).update(text).digest('hex');
  return Buffer.from(hex).toString('base64');
}

let sequence = 0;

/** A notification no other one equals: every call has its own id, the caller is one of `callers` numbers. */
export function nextNotification(event: 'NOTIFY_START' | 'NOTIFY_INTERNAL', callers: number): Notification {
  sequence += 1;
  const callerId = `+48${600_000_000 + ((sequence * 7919) % callers)}`;
  const fields = {
    event,
    call_start: '2026-03-05 10:15:00',
    pbx_call_id: `in_${randomBytes(20).toString('hex')}`,
    caller_id: callerId,
    called_did: '48221234567',
    ...(event === 'NOTIFY_INTERNAL' ? { internal: '101' } : {}),
  };
  return {
    body: new URLSearchParams(fields).toString(),
    signature: sign(callerId + fields.called_did + fields.call_start),
  };
}
