import * as z from 'zod';
import { defineJob } from '../define-job';

/**
 * Brings the call of one inbound event up to date.
 *
 * May run twice: the intake and the sweep may both enqueue the same event, and a worker may die after its commit.
 * The fold reads all events of the call, so a second run finds the event processed and changes nothing.
 */
export const zadarmaInboundEvent = defineJob({
  name: 'zadarma.inbound-event',
  queue: 'zadarma-events',
  // The table's identity is a bigint, and JSON numbers end at 2^53.
  payload: z.object({ inboundEventId: z.string().regex(/^\d{1,19}$/) }),
});
