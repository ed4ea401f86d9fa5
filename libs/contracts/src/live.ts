import * as z from 'zod';
import { callItem } from './calls';
import { id, moment } from './values';

/** Names of the server-sent events of `GET /api/v1/live`. */
export const liveEventName = z.enum([
  'call.changed',
  'call.ringing',
  'callRequest.changed',
  'settings.changed',
  'resync',
  'heartbeat',
]);
export type LiveEventName = z.infer<typeof liveEventName>;

/** A call was created or changed; `call` is the row as of `version`. */
export const callChanged = z.object({ id, version: z.number().int(), call: callItem });
export type CallChanged = z.infer<typeof callChanged>;

/** One of the viewer's own extensions rings; sent once, never replayed. */
export const callRinging = z.object({
  id,
  version: z.number().int(),
  extension: z.string(),
  employeeId: id,
  at: moment,
  call: callItem,
});
export type CallRinging = z.infer<typeof callRinging>;

/** The stream lives. `behind` while notifications of the PBX are taken in and not worked through. */
export const liveHeartbeat = z.object({ behind: z.boolean() });
export type LiveHeartbeat = z.infer<typeof liveHeartbeat>;
