import { JobProducer, LiveBus, recordingsErase, recordingsRetain } from '@callboard/messaging';
import type { DecidedDeletions } from '@callboard/recordings';
import { Injectable } from '@nestjs/common';

/** Hands to the worker what follows from a decision to delete. Without a queue, the worker's upkeep finds it. */
@Injectable()
export class DeletionHandover {
  constructor(
    private readonly producer: JobProducer,
    private readonly bus: LiveBus,
  ) {}

  /** The recordings' files are to go, and their calls look different now. */
  async deleted({ recordingIds, calls }: DecidedDeletions): Promise<void> {
    await Promise.all(
      calls.map(({ id, version }) => this.bus.publish({ type: 'call.changed', id, version })),
    );
    for (const recordingId of recordingIds) {
      await this.producer.enqueue(recordingsErase, { recordingId });
    }
  }

  /** The run is to go on. */
  async asked(runId: string): Promise<void> {
    await this.producer.enqueue(recordingsRetain, { runId });
  }
}
