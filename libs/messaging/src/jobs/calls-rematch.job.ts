import * as z from 'zod';
import { defineJob, type JobPayload } from '../define-job';

/** What one job takes: a contact has at most 20 numbers before and after its change, an import brings thousands. */
const numbersOfJob = 100;

/**
 * Finds the contacts of all calls from or to some numbers again, after contacts changed.
 *
 * May run twice: matching depends on the present contacts alone, so a repeat changes nothing.
 */
export const callsRematch = defineJob({
  name: 'calls.rematch',
  queue: 'calls',
  /** E.164 numbers. */
  payload: z.object({ numbers: z.array(z.string()).min(1).max(numbersOfJob) }),
});

/** The payloads that it takes for any number of numbers (E.164). */
export function rematchesOf(numbers: readonly string[]): JobPayload<typeof callsRematch>[] {
  return Array.from({ length: Math.ceil(numbers.length / numbersOfJob) }, (_, place) => ({
    numbers: numbers.slice(place * numbersOfJob, (place + 1) * numbersOfJob),
  }));
}
