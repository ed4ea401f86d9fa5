export { LegalHolds } from './listening/legal-holds.service';
export { type Listener, type Listening, ListenLog } from './listening/listen-log.service';
export { notHere } from './listening/listening.errors';
export { ListeningModule } from './listening/listening.module';
export { type PlaybackOffer, RecordingPlayback } from './listening/recording-playback.service';
export { type CallAudio, type KnownRecording, RecordingsReader } from './reading/recordings-reader.service';
export { RecordingsReadingModule } from './reading/recordings-reading.module';
export { audioDuration } from './storage/audio-duration';
export { fileExtension, recordingKey } from './storage/recording-key';
export { RecordingStorageModule } from './storage/recording-storage.module';
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
export { ForgottenRecordings } from './forgotten-recordings.service';
export type { Demand } from './life/on-demand';
export { partKeyIn } from './life/part-key';
export { recordingNotFound, sourceError, type SourceErrorCode } from './recordings.errors';
export { RecordingsModule } from './recordings.module';
export type { DueRecording } from './recordings.repository';
export { RecordingsService } from './recordings.service';
export { recordingTooLarge } from './storage/storage.errors';
export {
  type Alongside,
  type DecidedDeletions,
  RecordingDeletions,
} from './retention/recording-deletions.service';
export { type ErasureResult, RecordingEraser } from './retention/recording-eraser.service';
export { RetentionModule } from './retention/retention.module';
export { RetentionService, type RetentionSettings } from './retention/retention.service';
export {
  type DeletedPart,
  SOURCE_DELETION,
  type SourceDeletion,
  type SourceDeletionResult,
} from './retention/source-deletion.port';
export type { RecognisedPart, RecognisedWord } from './transcripts/recognised-speech';
export {
  type Recognition,
  type RecognitionState,
  SPEECH_RECOGNISER,
  type SpeechRecogniser,
} from './transcripts/speech-recogniser.port';
export { type PullResult, TranscriptPuller } from './transcripts/transcript-puller.service';
export { TranscriptsModule } from './transcripts/transcripts.module';
export { TranscriptsService } from './transcripts/transcripts.service';
