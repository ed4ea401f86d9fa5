import { JobProducer, recordingsErase, recordingsRetain } from '@callboard/messaging';
import { RecordingDeletions, RetentionService } from '@callboard/recordings';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { enqueueDue } from '../upkeep/enqueue-due';
import { Turns } from '../upkeep/turns.service';

const lookEveryMs = 60_000;
const sweepEveryMs = 10_000;
const atOnce = 100;
const enoughWork = 20;

/** Begins retention runs at their time, goes on with those that were interrupted, and sees that files really go. */
@Injectable()
export class RetentionSchedule implements OnApplicationBootstrap {
  constructor(
    private readonly retention: RetentionService,
    private readonly deletions: RecordingDeletions,
    private readonly settings: ZadarmaSettingsService,
    private readonly producer: JobProducer,
    private readonly turns: Turns,
  ) {}

  onApplicationBootstrap(): void {
    void this.lookNow();
    void this.sweepNow();
  }

  @Interval(lookEveryMs)
  lookNow(): Promise<void> {
    return this.turns.once('retention', () => this.look());
  }

  @Interval(sweepEveryMs)
  sweepNow(): Promise<void> {
    return this.turns.once('recording-deletions', () => this.sweep());
  }

  /** Number of runs enqueued. */
  private async look(): Promise<number> {
    const { recordings } = await this.settings.current();
    const runId = await this.retention.dueRun(recordings);
    if (runId === null) {
      return 0;
    }
    return (await this.producer.enqueue(recordingsRetain, { runId })) === 'queued' ? 1 : 0;
  }

  /** Number of deletions enqueued. */
  private async sweep(): Promise<number> {
    const owed = await this.deletions.owed(atOnce);
    const payloads = owed.map((recordingId) => ({ recordingId }));
    return enqueueDue(this.producer, recordingsErase, payloads, enoughWork);
  }
}
