import * as z from 'zod';

/** What travels over the bus: it only wakes, so ids and versions, never the rows themselves. */
export const liveMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call.changed'), id: z.uuid(), version: z.number().int() }),
  z.object({
    type: z.literal('call.ringing'),
    id: z.uuid(),
    version: z.number().int(),
    extension: z.string(),
    employeeId: z.uuid(),
    at: z.iso.datetime(),
  }),
  z.object({
    type: z.literal('callRequest.changed'),
    id: z.uuid(),
    version: z.number().int(),
    employeeId: z.uuid(),
  }),
  z.object({ type: z.literal('settings.changed') }),
]);

export type LiveMessage = z.infer<typeof liveMessage>;

/** A message, or the news that some may have been missed while the connection was away. */
export type LiveSignal = LiveMessage | { readonly type: 'reconnected' };
