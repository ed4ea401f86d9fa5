import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type MultipartUpload,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { isRecordingKey } from './recording-key';

/** No upload takes that long: one that is older belongs to a process that was killed. */
const abandonedAfterMs = 24 * 3_600_000;
/** What services say that cannot list uploads, or keys that may not. */
const notForUs = ['NotImplemented', 'MethodNotAllowed', 'AccessDenied'];
/** What they say when another process was faster. */
const endedMeanwhile = 'NoSuchUpload';

/**
 * Ends uploads that nobody will end: their parts are never seen, and paid for. Touches our recordings alone. Where the
 * service or the key does not allow it, nothing happens.
 *
 * @returns how many were ended
 */
export async function endAbandonedUploads(client: S3Client, bucket: string, now: Date): Promise<number> {
  let ended = 0;
  for await (const { Key, UploadId, Initiated } of uploadsIn(client, bucket)) {
    const isOld = Initiated !== undefined && now.getTime() - Initiated.getTime() > abandonedAfterMs;
    if (isOld && Key !== undefined && isRecordingKey(Key)) {
      const abort = new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId });
      ended += (await unless([...notForUs, endedMeanwhile], client.send(abort))) ? 1 : 0;
    }
  }
  return ended;
}

async function* uploadsIn(client: S3Client, bucket: string): AsyncGenerator<MultipartUpload, void> {
  let place: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (;;) {
    const list = new ListMultipartUploadsCommand({ Bucket: bucket, ...place });
    const page = await unless(notForUs, client.send(list));
    yield* page?.Uploads ?? [];
    if (!page?.IsTruncated) {
      return;
    }
    place = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  }
}

/** The answer, or null if the service refuses with one of the codes. */
async function unless<Answer>(codes: readonly string[], answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof S3ServiceException && codes.includes(error.name)) {
      return null;
    }
    throw error;
  }
}
