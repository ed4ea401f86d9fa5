import {
  HandlesJob,
  type JobFacts,
  type JobHandler,
  type JobPayload,
  recordingsFetch,
} from '@callboard/messaging';
import { RecordingAttemptRunner } from './recording-attempt-runner.service';

/** Fetches a recording that somebody waits to hear. */
@HandlesJob(recordingsFetch)
export class RecordingsFetchProcessor implements JobHandler<typeof recordingsFetch> {
  constructor(private readonly runner: RecordingAttemptRunner) {}

  handle({ recordingId }: JobPayload<typeof recordingsFetch>): Promise<JobFacts> {
    return this.runner.run(recordingId, 'interactive');
  }
}
