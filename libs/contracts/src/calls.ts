import * as z from 'zod';
import { pageOf, pageQuery } from './paging';
import { recording, recordingSummary } from './recordings';
import { extensionNumber, id, moment } from './values';

export const callDirection = z.enum(['incoming', 'outgoing']);
export type CallDirection = z.infer<typeof callDirection>;

export const callStatus = z.enum([
  'ringing',
  'talking',
  'answered',
  'missed',
  'unanswered',
  'busy',
  'cancelled',
  'failed',
  'ended_unknown',
]);
export type CallStatus = z.infer<typeof callStatus>;

/** Why a call ended the way it did, where the status alone does not say. */
export const callReason = z.enum([
  'voicemail_or_ivr',
  'caller_hung_up',
  'no_answer',
  'busy',
  'limit_reached',
  'call_failed',
  'unallocated_number',
  'no_money',
  'never_ended',
  'unknown_disposition',
]);
export type CallReason = z.infer<typeof callReason>;

/** A call as lists and live events show it. */
export const callItem = z
  .object({
    id,
    /** Grows with every change; an older copy never replaces a newer one. */
    version: z.number().int(),
    pbxCallId: z.string(),
    direction: callDirection,
    status: callStatus,
    reason: callReason.nullable(),
    /** The PBX's own word for the result, untouched. */
    disposition: z.string().nullable(),
    startedAt: moment,
    durationSeconds: z.number().int().nullable(),
    /** The customer's number in E.164; null if hidden or not a number. */
    externalNumber: z.string().nullable(),
    externalNumberRaw: z.string().nullable(),
    /** Our own number that was called or shown. */
    lineNumber: z.string().nullable(),
    extension: z.string().nullable(),
    employeeId: id.nullable(),
    employeeName: z.string().nullable(),
    contactId: id.nullable(),
    contactName: z.string().nullable(),
    contactCompany: z.string().nullable(),
    hasRecording: z.boolean(),
    /** Null without a recording. */
    recording: recordingSummary.nullable(),
    tags: z.array(z.string()),
  })
  .meta({ id: 'CallItem' });
export type CallItem = z.infer<typeof callItem>;

/** One extension's part in a call. */
export const callLeg = z
  .object({
    extension: extensionNumber,
    employeeId: id.nullable(),
    employeeName: z.string().nullable(),
    rangAt: moment.nullable(),
    answeredAt: moment.nullable(),
    /** Extension that handed the call over, if it was transferred. */
    transferFrom: z.string().nullable(),
    result: z.enum(['ringing', 'talking', 'answered', 'not_answered']),
  })
  .meta({ id: 'CallLeg' });
export type CallLeg = z.infer<typeof callLeg>;

export const timelineEntry = z
  .object({
    at: moment,
    kind: z.enum(['started', 'ringing', 'answered', 'transferred', 'ended', 'recorded', 'menu', 'expired']),
    extension: z.string().nullable(),
    employeeName: z.string().nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const routingReason = z.enum([
  'manager',
  'name_only',
  'unknown_caller',
  'hidden_number',
  'routing_off',
  'manager_without_extension',
  'manager_offline',
  'timeout',
  'database_unavailable',
  'not_a_start',
]);
export type RoutingReason = z.infer<typeof routingReason>;

/** What the PBX was told when the call came in, and why. */
export const routing = z
  .object({
    answer: z.object({
      redirect: z.string().optional(),
      return_timeout: z.number().int().optional(),
      caller_name: z.string().optional(),
    }),
    reason: routingReason,
    contactName: z.string().nullable(),
    employeeName: z.string().nullable(),
    extension: z.string().nullable(),
  })
  .meta({ id: 'Routing' });
export type Routing = z.infer<typeof routing>;

export const callNote = z
  .object({
    id,
    text: z.string(),
    authorId: id.nullable(),
    authorName: z.string().nullable(),
    createdAt: moment,
  })
  .meta({ id: 'CallNote' });
export type CallNote = z.infer<typeof callNote>;

export const callMatch = z.object({
  contactId: id,
  name: z.string(),
  company: z.string().nullable(),
  managerName: z.string().nullable(),
  chosen: z.boolean(),
});
export type CallMatch = z.infer<typeof callMatch>;

/** A call with everything known about it. */
export const callDetail = callItem
  .extend({
    endedAt: moment.nullable(),
    legs: z.array(callLeg),
    timeline: z.array(timelineEntry),
    routing: routing.nullable(),
    matches: z.array(callMatch),
    recordings: z.array(recording),
    notes: z.array(callNote),
  })
  .meta({ id: 'CallDetail' });
export type CallDetail = z.infer<typeof callDetail>;

/** One or several values: `status=missed&status=busy` or `status=missed,busy`. */
const several = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value),
    z.array(item).min(1).max(20).optional(),
  );

export const callQuery = pageQuery.extend({
  from: moment.optional(),
  to: moment.optional(),
  direction: callDirection.optional(),
  status: several(callStatus),
  employeeId: id.optional(),
  extension: extensionNumber.optional(),
  contactId: id.optional(),
  /** Any spelling; compared as E.164. */
  phone: z.string().max(40).optional(),
  /** Fragment of a number, or of a contact's name or company. */
  q: z.string().trim().min(1).max(100).optional(),
  tag: z.string().max(40).optional(),
  hasRecording: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
});
export type CallQuery = z.infer<typeof callQuery>;

export const callPage = pageOf(callItem).meta({ id: 'CallPage' });

export const updateCallBody = z.object({
  /** Chooses the contact of this call and of later calls from the same number; null clears the choice. */
  contactId: id.nullable().optional(),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
});
export type UpdateCallBody = z.infer<typeof updateCallBody>;

export const createNoteBody = z.object({ text: z.string().trim().min(1).max(4000) });
export type CreateNoteBody = z.infer<typeof createNoteBody>;
