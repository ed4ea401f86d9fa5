import * as z from 'zod';
import { id, moment } from './values';

/**
 * How far a click-to-call wish has come: `requested` and `dialling` are ours, `phone_ringing` (the employee's own phone),
 * `customer_ringing` and `talking` are what the PBX tells, `ended`, `failed` and `unknown` are final.
 */
export const callRequestState = z.enum([
  'requested',
  'dialling',
  'phone_ringing',
  'customer_ringing',
  'talking',
  'ended',
  'failed',
  'unknown',
]);
export type CallRequestState = z.infer<typeof callRequestState>;

/** Why a wish did not become a conversation; each has a text that says what to do. */
export const callRequestFailure = z.enum([
  'no_extension',
  'extension_inactive',
  'device_offline',
  'bad_number',
  'no_money',
  'rate_limited',
  'pbx_not_configured',
  'pbx_refused',
  'pbx_unreachable',
  'wrong_key',
  'too_late',
  'outcome_unknown',
  'phone_not_answered',
  'phone_busy',
  'customer_busy',
  'customer_not_answered',
  'call_failed',
]);
export type CallRequestFailure = z.infer<typeof callRequestFailure>;

export const createCallRequestBody = z.object({
  /** The number to call, in any spelling. */
  to: z.string().trim().min(1).max(40),
  contactId: id.optional(),
});
export type CreateCallRequestBody = z.infer<typeof createCallRequestBody>;

/** A click-to-call wish, from click to its call or its failure. */
export const callRequest = z
  .object({
    id,
    version: z.number().int(),
    state: callRequestState,
    employeeId: id,
    /** The extension that rings first; null if the employee has none. */
    extension: z.string().nullable(),
    /** E.164, or as given where it is no number. */
    to: z.string(),
    contactId: id.nullable(),
    /** The call it became; null as long as the PBX has told of none. */
    callId: id.nullable(),
    failure: z
      .object({
        code: callRequestFailure,
        message: z.string(),
        /** The PBX's own words, where it gave any. */
        detail: z.string().nullable(),
      })
      .nullable(),
    requestedAt: moment,
    endedAt: moment.nullable(),
  })
  .meta({ id: 'CallRequest' });
export type CallRequest = z.infer<typeof callRequest>;

/** Live: a wish of the viewer's own changed. */
export const callRequestChanged = z.object({ id, version: z.number().int(), callRequest });
export type CallRequestChanged = z.infer<typeof callRequestChanged>;
