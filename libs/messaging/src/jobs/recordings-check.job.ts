import * as z from 'zod';
import { defineJob } from '../define-job';

/**
 * Looks for a recording at its source and, if all are to be archived, fetches it. Nobody waits for it.
 *
 * May run twice, and may get lost: the row says what is due, one attempt at a time holds it, and the sweep finds it
 * again. So it is never tried twice by the queue itself.
 */
export const recordingsCheck = defineJob({
  name: 'recordings.check',
  queue: 'recordings',
  payload: z.object({ recordingId: z.uuid() }),
  attempts: 1,
});
