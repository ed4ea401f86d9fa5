import * as z from 'zod';
import { defineJob } from '../define-job';

/**
 * Fetches a recording that somebody waits to hear.
 *
 * May run twice, and may get lost, for the same reasons as `recordings.check`.
 */
export const recordingsFetch = defineJob({
  name: 'recordings.fetch',
  queue: 'recordings-demanded',
  payload: z.object({ recordingId: z.uuid() }),
  attempts: 1,
});
