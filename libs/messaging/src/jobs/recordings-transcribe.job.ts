import * as z from 'zod';
import { defineJob } from '../define-job';

/**
 * Asks how far the recognition of a recording is, starts it where a person wants it, and stores what was said.
 *
 * May run twice, and may get lost: the row says what is due, one attempt at a time holds it, and the sweep finds it
 * again. A repeat never starts a recognition that is under way.
 */
export const recordingsTranscribe = defineJob({
  name: 'recordings.transcribe',
  queue: 'transcripts',
  payload: z.object({ recordingId: z.uuid() }),
  attempts: 2,
});
