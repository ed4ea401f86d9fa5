import { JobProducer, recordingsTranscribe } from '@callboard/messaging';
import { TranscriptsService } from '@callboard/recordings';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { enqueueDue } from '../upkeep/enqueue-due';
import { Turns } from '../upkeep/turns.service';

const sweepEveryMs = 2_000;
const atOnce = 20;
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
    const payloads = due.map((recordingId) => ({ recordingId }));
    return enqueueDue(this.producer, recordingsTranscribe, payloads, enoughWork);
  }
}
