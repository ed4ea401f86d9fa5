import * as z from 'zod';
import { defineJob } from '../define-job';

/**
 * Folds calls again from their stored events: those of one extension after an assignment changed, or all (null)
 * after the time zone or the default country changed.
 *
 * May run twice: a call is a function of its events, so a repeat writes nothing.
 */
export const callsRefold = defineJob({
  name: 'calls.refold',
  queue: 'calls',
  payload: z.object({ extension: z.string().nullable() }),
});
