import { RecordingPlayEntity } from './recording-play.entity';
import { RecordingEntity } from './recording.entity';
import { RecordingDeletionEntity } from './retention/recording-deletion.entity';
import { RetentionRunEntity } from './retention/retention-run.entity';
import { RecordingTranscriptEntity } from './transcripts/recording-transcript.entity';

/** Every table of the room. */
export const entities = [
  RecordingEntity,
  RecordingPlayEntity,
  RecordingDeletionEntity,
  RetentionRunEntity,
  RecordingTranscriptEntity,
];
