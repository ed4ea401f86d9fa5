export { type CallAudio, RecordingsReader } from './reading/recordings-reader.service';
export { RecordingsReadingModule } from './reading/recordings-reading.module';
export { recordingKey } from './storage/recording-key';
export {
  type ByteRange,
  type OpenedFile,
  type PutOptions,
  RECORDING_STORE,
  type RecordingStore,
  type StoredFile,
} from './storage/recording-store.port';
export type { RecordingChange } from './fetching/recording-attempts.service';
export {
  type AttemptOptions,
  type AttemptResult,
  RecordingFetcher,
} from './fetching/recording-fetcher.service';
export {
  type AskedRecording,
  type Download,
  type DownloadOptions,
  type OfferedPart,
  RECORDING_SOURCE,
  type RecordingSource,
  type SourceOptions,
} from './fetching/recording-source.port';
export type { Demand } from './life/on-demand';
export { partKeyIn } from './life/part-key';
export { sourceError, type SourceErrorCode } from './recordings.errors';
export { RecordingsModule } from './recordings.module';
export type { DueRecording } from './recordings.repository';
export { RecordingsService } from './recordings.service';
