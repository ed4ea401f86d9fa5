import type { JobDefinition, JobPayload, JobProducer } from '@callboard/messaging';

/**
 * Enqueues work that rows say is due, unless the queue has enough of it or does not answer: what is missing there only
 * waits for a later turn.
 *
 * @param enoughWork jobs that wait or run
 * @returns how many were enqueued
 */
export async function enqueueDue<Job extends JobDefinition>(
  producer: JobProducer,
  job: Job,
  payloads: readonly JobPayload<Job>[],
  enoughWork: number,
): Promise<number> {
  if (payloads.length === 0) {
    return 0;
  }
  const backlog = await producer.backlog(job);
  if (backlog === null || backlog >= enoughWork) {
    return 0;
  }
  return (await producer.enqueueAll(job, payloads)) === 'queued' ? payloads.length : 0;
}
