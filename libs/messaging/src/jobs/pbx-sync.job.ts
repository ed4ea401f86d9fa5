import * as z from 'zod';
import { defineJob } from '../define-job';

/**
 * Fetches the PBX id and its extensions.
 *
 * May run twice when two people press the button, or a worker dies half-way: a fetch replaces what the one before
 * found, so the second only costs requests.
 */
export const pbxSync = defineJob({
  name: 'pbx.sync',
  queue: 'pbx',
  payload: z.object({}),
  attempts: 3,
  firstRetryMs: 2_000,
});
