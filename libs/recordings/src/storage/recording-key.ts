import { storageKeyNotValid } from './storage.errors';

/** Parts of lower-case letters, digits and `-`, and an extension: nothing that could leave the folder. */
const safe = /^(?:[a-z0-9][a-z0-9-]{0,63}\/){0,4}[a-z0-9][a-z0-9-]{0,63}\.[a-z0-9]{1,5}$/;

const extensions: Readonly<Record<string, string>> = {
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
};

/**
 * The key of a recording's file: spread over 256 folders by the end of its id, which is random even though its
 * beginning counts the time.
 *
 * @param contentType of the audio; unknown ones get the extension `bin`
 */
export function recordingKey(recordingId: string, contentType: string): string {
  return safeKey(`${recordingId.slice(-2)}/${recordingId}.${fileExtension(contentType)}`);
}

/** Every key a recording's file may have. */
export function possibleKeys(recordingId: string): string[] {
  return [...Object.keys(extensions), ''].map((contentType) => recordingKey(recordingId, contentType));
}

const ofARecording = new RegExp(
  `^[0-9a-f]{2}/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.(?:${[...Object.values(extensions), 'bin'].join('|')})$`,
);

/** True if the key is one that `recordingKey` makes: others in the same bucket are somebody else's. */
export const isRecordingKey = (key: string): boolean => ofARecording.test(key);

/** What files of the type are called, without the dot. */
export function fileExtension(contentType: string): string {
  return extensions[contentType] ?? 'bin';
}

/** @throws DomainError `storage_key_not_valid` */
export function safeKey(key: string): string {
  if (!safe.test(key)) {
    throw storageKeyNotValid();
  }
  return key;
}
