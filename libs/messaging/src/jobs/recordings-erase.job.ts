import * as z from 'zod';
import { defineJob } from '../define-job';

/**
 * Removes the file of a deleted recording and, if it was decided so, the copy at the PBX.
 *
 * May run twice, and may get lost: the row says what is owed, and the sweep finds it again.
 */
export const recordingsErase = defineJob({
  name: 'recordings.erase',
  queue: 'recordings-upkeep',
  payload: z.object({ recordingId: z.uuid() }),
  attempts: 2,
});
