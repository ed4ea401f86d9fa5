import { JobProducer, recordingsTranscribe } from '@callboard/messaging';
import { TranscriptsService } from '@callboard/recordings';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Turns } from '../upkeep/turns.service';

const sweepEveryMs = 2_000;
const atOnce = 20;
/** With more work than this in the queue, what is missing there only waits its turn later. */
const enoughWork = 20;

/** Enqueues looks at transcripts that are due; what must be done and when stands in their rows. */
@Injectable()
export class TranscriptsSchedule implements OnApplicationBootstrap {
  constructor(
    private readonly transcripts: TranscriptsService,
    private readonly producer: JobProducer,
    private readonly turns: Turns,
  ) {}

  onApplicationBootstrap(): void {
    void this.sweepNow();
  }

  @Interval(sweepEveryMs)
  sweepNow(): Promise<void> {
    return this.turns.once('transcripts', () => this.sweep());
  }

  /** Number of transcripts enqueued. */
  private async sweep(): Promise<number> {
    const due = await this.transcripts.due(atOnce);
    if (due.length === 0) {
      return 0;
    }
    const backlog = await this.producer.backlog(recordingsTranscribe);
    if (backlog === null || backlog >= enoughWork) {
      return 0;
    }
    const payloads = due.map((recordingId) => ({ recordingId }));
    return (await this.producer.enqueueAll(recordingsTranscribe, payloads)) === 'queued' ? due.length : 0;
  }
}
