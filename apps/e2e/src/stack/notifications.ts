import { createHmac, randomBytes } from 'node:crypto';

const secret = '0f1e2d3c4b5a69788796';

/** Base64 of the hex HMAC-SHA1, as the PBX writes it. */
export function sign(text: string): string {
  return Buffer.from(createHmac('sha1', secret).update(text).digest('hex')).toString('base64');
}

/** Notifications of one answered incoming call, in order, signed. */
export function answeredCall(from: string): { pbxCallId: string; notifications: Record<string, string>[] } {
  const pbxCallId = `in_${randomBytes(20).toString('hex')}`;
  const common = {
    call_start: '2026-03-05 10:15:00',
    pbx_call_id: pbxCallId,
    caller_id: from,
    called_did: '48221234567',
  };
  return {
    pbxCallId,
    notifications: [
      { event: 'NOTIFY_START', ...common },
      { event: 'NOTIFY_INTERNAL', ...common, internal: '101' },
      {
        event: 'NOTIFY_END',
        ...common,
        internal: '101',
        last_internal: '101',
        duration: '42',
        disposition: 'answered',
        status_code: '16',
        is_recorded: '0',
        call_id_with_rec: '',
        calltype: 'normal',
      },
    ],
  };
}

/** Posts a notification with its right signature; resolves with status, body and the time it took. */
export async function deliver(
  url: string,
  fields: Readonly<Record<string, string>>,
): Promise<{ status: number; body: string; milliseconds: number }> {
  const started = performance.now();
  const response = await fetch(`${url}/exec/Zadarma.notify`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      signature: sign(`${fields.caller_id ?? ''}${fields.called_did ?? ''}${fields.call_start ?? ''}`),
    },
    body: new URLSearchParams(fields),
  });
  const body = await response.text();
  return { status: response.status, body, milliseconds: performance.now() - started };
}
