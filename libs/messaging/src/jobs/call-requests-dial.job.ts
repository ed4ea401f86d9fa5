import * as z from 'zod';
import { defineJob } from '../define-job';

/**
 * Dials one click-to-call wish.
 *
 * Tried once, and safe even if the queue hands it out twice: only the attempt that commits the step from `requested` to
 * `dialling` asks the PBX, and nothing takes that step back.
 */
export const callRequestsDial = defineJob({
  name: 'call-requests.dial',
  queue: 'call-requests',
  payload: z.object({ callRequestId: z.uuid() }),
  attempts: 1,
});
