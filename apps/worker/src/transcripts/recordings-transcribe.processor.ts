import {
  HandlesJob,
  type JobFacts,
  type JobHandler,
  type JobPayload,
  LiveBus,
  recordingsTranscribe,
} from '@callboard/messaging';
import { TranscriptPuller } from '@callboard/recordings';

/** Looks at the transcript of one recording and wakes whoever looks at its call. */
@HandlesJob(recordingsTranscribe)
export class RecordingsTranscribeProcessor implements JobHandler<typeof recordingsTranscribe> {
  constructor(
    private readonly puller: TranscriptPuller,
    private readonly bus: LiveBus,
  ) {}

  async handle({ recordingId }: JobPayload<typeof recordingsTranscribe>): Promise<JobFacts> {
    const { result, reason, calls } = await this.puller.pull(recordingId);
    await Promise.all(
      calls.map(({ id, version }) => this.bus.publish({ type: 'call.changed', id, version })),
    );
    return { recordingId, result, reason };
  }
}
