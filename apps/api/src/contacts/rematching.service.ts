import { callsRematch, JobProducer, rematchesOf } from '@callboard/messaging';
import { Injectable } from '@nestjs/common';

/** Jobs in one round trip: few enough never to make the queue seem away. */
const jobsAtOnce = 20;

/** Has the calls of numbers matched again. */
@Injectable()
export class Rematching {
  constructor(private readonly producer: JobProducer) {}

  /** Without a queue the worker's sweep finds the numbers (E.164) where the change has noted them. */
  async ask(numbers: readonly string[]): Promise<void> {
    const jobs = rematchesOf(numbers);
    for (let at = 0; at < jobs.length; at += jobsAtOnce) {
      const some = jobs.slice(at, at + jobsAtOnce);
      if ((await this.producer.enqueueAll(callsRematch, some)) !== 'queued') {
        return;
      }
    }
  }
}
