import { JobProducer, recordingsCheck, recordingsFetch } from '@callboard/messaging';
import { type DueRecording, RecordingsService } from '@callboard/recordings';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { Injectable } from '@nestjs/common';
import { enqueueDue } from '../upkeep/enqueue-due';

/** Recordings taken in one go. What is left is due at the next turn as well. */
const atOnce = 40;
const enoughWork = 8;

/**
 * Enqueues attempts that are due. There is no other way into `recordings.check`: what must be done and when stands in
 * the rows, so that no lost job and no dead worker can lose it. That one is enqueued twice costs one look at its row.
 */
@Injectable()
export class RecordingsSweep {
  constructor(
    private readonly recordings: RecordingsService,
    private readonly settings: ZadarmaSettingsService,
    private readonly producer: JobProducer,
  ) {}

  /** Number of recordings enqueued. */
  async run(): Promise<number> {
    const due = await this.due();
    const demanded = due.filter((recording) => recording.demanded).map(toPayload);
    const others = due.filter((recording) => !recording.demanded).map(toPayload);
    return (
      (await enqueueDue(this.producer, recordingsFetch, demanded, enoughWork)) +
      (await enqueueDue(this.producer, recordingsCheck, others, enoughWork))
    );
  }

  private async due(): Promise<DueRecording[]> {
    const due = await this.recordings.due(atOnce);
    const { recordings } = await this.settings.current();
    if (due.length > 0 || !recordings.archiveAutomatically) {
      return due;
    }
    return (await this.recordings.archiveRemote(atOnce)) > 0 ? this.recordings.due(atOnce) : due;
  }
}

const toPayload = ({ id }: { readonly id: string }): { recordingId: string } => ({ recordingId: id });
