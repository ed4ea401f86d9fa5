import * as z from 'zod';
import { defineJob } from '../define-job';

/**
 * Finds the contacts of all calls from or to some numbers again, after contacts changed.
 *
 * May run twice: matching depends on the present contacts alone, so a repeat changes nothing.
 */
export const callsRematch = defineJob({
  name: 'calls.rematch',
  queue: 'calls',
  /** E.164 numbers; a contact has at most 20, before and after its change. */
  payload: z.object({ numbers: z.array(z.string()).min(1).max(100) }),
});
