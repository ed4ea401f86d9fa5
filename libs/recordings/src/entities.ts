import { RecordingPlayEntity } from './recording-play.entity';
import { RecordingEntity } from './recording.entity';

/** Every table of the room. */
export const entities = [RecordingEntity, RecordingPlayEntity];
