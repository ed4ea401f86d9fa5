import { callsRematch, JobProducer } from '@callboard/messaging';
import { Injectable } from '@nestjs/common';

/** What one job takes. */
const numbersOfJob = 100;
/** Jobs in one round trip: few enough never to make the queue seem away. */
const jobsAtOnce = 20;

/** Has the calls of numbers matched again. */
@Injectable()
export class Rematching {
  constructor(private readonly producer: JobProducer) {}

  /** Without a queue the worker's sweep finds the numbers (E.164) where the change has noted them. */
  async ask(numbers: readonly string[]): Promise<void> {
    const jobs = parts(numbers, numbersOfJob).map((some) => ({ numbers: [...some] }));
    for (const some of parts(jobs, jobsAtOnce)) {
      if ((await this.producer.enqueueAll(callsRematch, some)) !== 'queued') {
        return;
      }
    }
  }
}

function parts<T>(all: readonly T[], size: number): (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, place) =>
    all.slice(place * size, (place + 1) * size),
  );
}
