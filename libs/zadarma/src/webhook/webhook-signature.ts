import { timingSafeEqual } from 'node:crypto';
import { signText } from '../rest/sign-request';
import type { FormFields } from './parse-form';

/** What the signature of a delivery says about it. */
export type SignatureVerdict = 'valid' | 'missing' | 'wrong' | 'unverifiable';

/** Fields whose decoded values are joined and signed, per event, in this order (facts sheet 2.4). */
const signedFields: Readonly<Record<string, readonly string[]>> = {
  NOTIFY_START: ['caller_id', 'called_did', 'call_start'],
  NOTIFY_INTERNAL: ['caller_id', 'called_did', 'call_start'],
  NOTIFY_END: ['caller_id', 'called_did', 'call_start'],
  NOTIFY_IVR: ['caller_id', 'called_did', 'call_start'],
  NOTIFY_ANSWER: ['caller_id', 'destination', 'call_start'],
  NOTIFY_OUT_START: ['internal', 'destination', 'call_start'],
  NOTIFY_OUT_END: ['internal', 'destination', 'call_start'],
  NOTIFY_RECORD: ['pbx_call_id', 'call_id_with_rec'],
  SMS: ['result'],
  NUMBER_LOOKUP: ['result'],
  CALL_TRACKING: ['result'],
};

/** True if the event's signing rule is known, so that a delivery of it can be trusted at all. */
export function isVerifiable(event: string): boolean {
  return Object.hasOwn(signedFields, event);
}

/** The text an event's signature covers; missing fields count as empty. Undefined for events without a known rule. */
export function signedText(fields: FormFields): string | undefined {
  const event = fields.event ?? '';
  return isVerifiable(event) ? signedFields[event]?.map((name) => fields[name] ?? '').join('') : undefined;
}

/** Checks the `Signature` header of a delivery in constant time. */
export function verifyWebhook(
  fields: FormFields,
  signature: string | undefined,
  secret: string,
): SignatureVerdict {
  const text = signedText(fields);
  if (text === undefined) {
    return 'unverifiable';
  }
  if (!signature) {
    return 'missing';
  }
  const expected = Buffer.from(signText(text, secret));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected) ? 'valid' : 'wrong';
}
