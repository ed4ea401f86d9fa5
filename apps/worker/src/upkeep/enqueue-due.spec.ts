import { type JobProducer, recordingsErase } from '@callboard/messaging';
import { newId } from '@callboard/platform';
import { enqueueDue } from './enqueue-due';

function producerWith(backlog: number | null, result: 'queued' | 'unavailable' = 'queued') {
  const enqueued: unknown[] = [];
  const producer = {
    backlog: () => Promise.resolve(backlog),
    enqueueAll: (_job: unknown, payloads: readonly unknown[]) => {
      enqueued.push(...payloads);
      return Promise.resolve(result);
    },
  } as unknown as JobProducer;
  return { producer, enqueued };
}

const payloads = [{ recordingId: newId() }, { recordingId: newId() }];

describe('work that is due', () => {
  it('is enqueued while there is room', async () => {
    const { producer, enqueued } = producerWith(19);
    await expect(enqueueDue(producer, recordingsErase, payloads, 20)).resolves.toBe(2);
    expect(enqueued).toEqual(payloads);
  });

  it.each([
    ['has enough', 20],
    ['does not answer', null],
  ])('waits while the queue %s', async (_state, backlog) => {
    const { producer, enqueued } = producerWith(backlog);
    await expect(enqueueDue(producer, recordingsErase, payloads, 20)).resolves.toBe(0);
    expect(enqueued).toEqual([]);
  });

  it('is none that was enqueued if the queue did not take it, or there is none', async () => {
    await expect(
      enqueueDue(producerWith(0, 'unavailable').producer, recordingsErase, payloads, 20),
    ).resolves.toBe(0);
    const { producer, enqueued } = producerWith(0);
    await expect(enqueueDue(producer, recordingsErase, [], 20)).resolves.toBe(0);
    expect(enqueued).toEqual([]);
  });
});
