import { createHmac } from 'node:crypto';

const signedFields: Record<string, readonly string[]> = {
  NOTIFY_START: ['caller_id', 'called_did', 'call_start'],
  NOTIFY_INTERNAL: ['caller_id', 'called_did', 'call_start'],
  NOTIFY_END: ['caller_id', 'called_did', 'call_start'],
  NOTIFY_IVR: ['caller_id', 'called_did', 'call_start'],
  NOTIFY_ANSWER: ['caller_id', 'destination', 'call_start'],
  NOTIFY_OUT_START: ['internal', 'destination', 'call_start'],
  NOTIFY_OUT_END: ['internal', 'destination', 'call_start'],
  NOTIFY_RECORD: ['pbx_call_id', 'call_id_with_rec'],
};

/** The text Zadarma signs for an event: values joined without separators; events without a rule sign `result`. */
export function signedText(fields: Readonly<Record<string, string>>): string {
  const names = signedFields[fields['event'] ?? ''] ?? ['result'];
  return names.map((name) => fields[name] ?? '').join('');
}

/** Value of the `Signature` header: base64 of the hex digits of HMAC-SHA1(signed text, secret). */
export function webhookSignature(secret: string, fields: Readonly<Record<string, string>>): string {
  const mac = createHmac('sha1', secret).update(signedText(fields), 'utf8').digest('hex');
  return Buffer.from(mac, 'latin1').toString('base64');
}
