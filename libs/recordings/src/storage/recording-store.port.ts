import type { Readable } from 'node:stream';

/** A file as it was stored. */
export interface StoredFile {
  readonly sizeBytes: number;
  /** Lower-case hex of the whole file. */
  readonly sha256: string;
}

export interface PutOptions {
  readonly contentType: string;
  /** More bytes than this are refused with `recording_too_large`, and nothing is kept. */
  readonly maxBytes?: number;
}

/** First and last byte, both counted from 0 and both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface OpenedFile {
  /** The whole file, or the bytes of the range. Whoever opened it reads or destroys it. */
  readonly stream: Readable;
  /** Bytes of the whole file, also for a range. */
  readonly size: number;
}

/**
 * Where audio is kept: a disk, or an object store.
 *
 * Keys are made by us (`recordingKey`), never taken from outside: lower-case letters, digits and `-` in parts between
 * `/`, with an extension at the end. Others are refused with `storage_key_not_valid`.
 *
 * @throws DomainError `recording_storage_unavailable` (retryable) when the store cannot be reached or is full
 */
export interface RecordingStore {
  /**
   * Stores a file whole or not at all: nobody ever sees a part of it, whatever breaks. A file with the same key is
   * replaced. An error of the stream ends the attempt and is thrown as it is.
   *
   * @throws DomainError `recording_too_large`
   */
  put(key: string, stream: Readable, options: PutOptions): Promise<StoredFile>;
  /** @throws DomainError `recording_file_missing` */
  open(key: string, range?: ByteRange): Promise<OpenedFile>;
  /** Also fine when there is no such file. */
  remove(key: string): Promise<void>;
  exists(key: string): Promise<boolean>;
}

/** Injection token of the store that the configuration chose. */
export const RECORDING_STORE = Symbol('RECORDING_STORE');
