import * as z from 'zod';
import { defineJob } from '../define-job';

/**
 * Deletes the next recordings of a retention run, and goes on with another job of its kind as long as there are more.
 *
 * May run twice, also at once: what is deleted is not due any more, and a run ends once. If it gets lost, the upkeep
 * goes on with the run.
 */
export const recordingsRetain = defineJob({
  name: 'recordings.retain',
  queue: 'recordings-upkeep',
  payload: z.object({ runId: z.uuid() }),
});
