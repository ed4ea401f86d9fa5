import { JobProducer, recordingsTranscribe } from '@callboard/messaging';
import { LOG, type Log } from '@callboard/platform';
import { TranscriptsService } from '@callboard/recordings';
import type { RecognisedIds } from '@callboard/zadarma';
import { Inject, Injectable } from '@nestjs/common';

/** Anybody can send these events, so no more than a few at a time may cost a look into the database. */
const mostAtOnce = 4;

/**
 * Follows SPEECH_RECOGNITION, whose signature nobody has documented: nothing of the event is used but its ids, and only
 * to ask the PBX about recordings of ours. What is left out here is found by polling.
 */
@Injectable()
export class SpeechNotices {
  private running = 0;

  constructor(
    private readonly transcripts: TranscriptsService,
    private readonly producer: JobProducer,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Never throws, and is not waited for: the PBX has its answer already. */
  async take(ids: RecognisedIds): Promise<void> {
    if (this.running >= mostAtOnce) {
      return;
    }
    this.running += 1;
    try {
      for (const recordingId of await this.transcripts.noticed(ids)) {
        await this.producer.enqueue(recordingsTranscribe, { recordingId });
      }
    } catch (error) {
      this.log.warn({ err: error }, 'A notice of recognised speech was not followed');
    } finally {
      this.running -= 1;
    }
  }
}
