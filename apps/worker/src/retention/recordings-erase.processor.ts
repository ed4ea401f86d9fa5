import {
  HandlesJob,
  type JobFacts,
  type JobHandler,
  type JobPayload,
  recordingsErase,
} from '@callboard/messaging';
import { RecordingEraser } from '@callboard/recordings';

/** Removes what a deleted recording has left, here and at the PBX. */
@HandlesJob(recordingsErase)
export class RecordingsEraseProcessor implements JobHandler<typeof recordingsErase> {
  constructor(private readonly eraser: RecordingEraser) {}

  async handle({ recordingId }: JobPayload<typeof recordingsErase>): Promise<JobFacts> {
    return { recordingId, ...(await this.eraser.erase(recordingId)) };
  }
}
