import {
  HandlesJob,
  type JobFacts,
  type JobHandler,
  type JobPayload,
  recordingsCheck,
} from '@callboard/messaging';
import { RecordingAttemptRunner } from './recording-attempt-runner.service';

/** Looks for a recording nobody waits for, in the share of the request budget that is left for such work. */
@HandlesJob(recordingsCheck)
export class RecordingsCheckProcessor implements JobHandler<typeof recordingsCheck> {
  constructor(private readonly runner: RecordingAttemptRunner) {}

  handle({ recordingId }: JobPayload<typeof recordingsCheck>): Promise<JobFacts> {
    return this.runner.run(recordingId, 'background');
  }
}
