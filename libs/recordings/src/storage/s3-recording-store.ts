import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { endAbandonedUploads } from './abandoned-uploads';
import { Metering } from './metering';
import { safeKey } from './recording-key';
import type { ByteRange, OpenedFile, PutOptions, RecordingStore, StoredFile } from './recording-store.port';
import { recordingFileMissing, storageUnavailable } from './storage.errors';

/** Where the bucket is, from the `S3_*` variables. */
export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** Of a service other than Amazon's. */
  readonly endpoint?: string;
  /** Without them the machine's own role is asked, as Amazon's SDK does. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Keeps audio in a bucket of Amazon S3 or of a service that speaks like it (MinIO, Ceph, R2, Wasabi, OVH …). */
export class S3RecordingStore implements RecordingStore {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor({ bucket, region, endpoint, credentials }: S3Settings) {
    this.bucket = bucket;
    this.client = new S3Client({
      region,
      ...(endpoint && { endpoint, forcePathStyle: !isAmazon(endpoint) }),
      ...(credentials && { credentials }),
      // Newer checksums are Amazon's alone; other services refuse them.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 5_000, socketTimeout: 30_000 },
    });
  }

  async put(key: string, stream: Readable, { contentType, maxBytes }: PutOptions): Promise<StoredFile> {
    const metering = new Metering(maxBytes);
    const upload = new Upload({
      client: this.client,
      // One part of 5 MiB in memory at a time; what has several appears when all of them are there.
      queueSize: 1,
      params: { Bucket: this.bucket, Key: safeKey(key), Body: metering, ContentType: contentType },
    });
    const sending = upload.done().catch((error: unknown) => {
      const failure = storageUnavailable(error);
      // Else the source would wait for somebody to read on.
      metering.destroy(failure);
      throw failure;
    });
    const [read, sent] = await Promise.allSettled([pipeline(stream, metering), sending]);
    if (read.status === 'rejected') {
      throw read.reason;
    }
    if (sent.status === 'rejected') {
      throw sent.reason;
    }
    return metering.measured();
  }

  async open(key: string, range?: ByteRange): Promise<OpenedFile> {
    const place = { Bucket: this.bucket, Key: safeKey(key) };
    const Range = range && `bytes=${range.start}-${range.end}`;
    const { Body, ContentLength, ContentRange } = await this.ask(
      this.client.send(new GetObjectCommand({ ...place, Range })),
    );
    if (!(Body instanceof Readable)) {
      throw recordingFileMissing();
    }
    return { stream: Body, size: Number(ContentRange?.split('/')[1] ?? ContentLength) };
  }

  async remove(key: string): Promise<void> {
    await this.ask(this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: safeKey(key) })));
  }

  async exists(key: string): Promise<boolean> {
    const Key = safeKey(key);
    try {
      await this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key }));
      return true;
    } catch (error) {
      if (isMissing(error)) {
        return false;
      }
      throw storageUnavailable(error);
    }
  }

  /** @throws DomainError `recording_storage_unavailable` unless the bucket is there and may be used */
  async check(): Promise<void> {
    try {
      await this.client.send(new HeadBucketCommand({ Bucket: this.bucket }));
    } catch (error) {
      throw storageUnavailable(error);
    }
  }

  /** Removes what attempts left behind that were killed while they uploaded; returns how many. */
  async tidy(now: Date): Promise<number> {
    return this.ask(endAbandonedUploads(this.client, this.bucket, now));
  }

  /** Closes idle connections. */
  close(): void {
    this.client.destroy();
  }

  private async ask<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer;
    } catch (error) {
      throw isMissing(error) ? recordingFileMissing() : storageUnavailable(error);
    }
  }
}

const isAmazon = (endpoint: string): boolean =>
  /(^|\.)amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname);

/** A bucket that is missing is trouble with the storage; only a file may be missing. */
function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && ['NoSuchKey', 'NotFound'].includes(error.name);
}
