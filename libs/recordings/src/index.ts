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
