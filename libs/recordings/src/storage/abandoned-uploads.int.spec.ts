import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@callboard/platform';
import { recordingKey } from './recording-key';
import { S3RecordingStore } from './s3-recording-store';
import { startS3Server } from './s3-server.fixture';

interface GivenUpload {
  readonly key: string;
  readonly uploadId: string;
  readonly initiated: string;
}

const now = new Date('2026-03-05T10:00:00Z');
const key = (): string => recordingKey(newId(), 'audio/mpeg');
const old = '2026-03-04T09:59:59.000Z';
const young = '2026-03-04T10:00:01.000Z';

/**
 * Amazon's answers about multipart uploads, one upload a page, since s3rver does not list them
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html).
 */
class UploadsServer {
  readonly aborted: string[] = [];
  refusal: string | null = null;
  private constructor(
    private readonly server: Server,
    readonly uploads: readonly GivenUpload[],
  ) {}

  static async start(uploads: readonly GivenUpload[]): Promise<UploadsServer> {
    const server = createServer();
    const service = new UploadsServer(server, uploads);
    server.on('request', (request, response) => {
      const url = new URL(request.url ?? '', 'http://localhost');
      const { status, body } = service.answer(request.method ?? '', url);
      response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get store(): S3RecordingStore {
    return new S3RecordingStore({
      bucket: 'recordings',
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(method: string, url: URL): { status: number; body: string } {
    const uploadId = url.searchParams.get('uploadId');
    if (method === 'DELETE' && uploadId === 'gone') {
      return { status: 404, body: '<Error><Code>NoSuchUpload</Code><Message>Gone</Message></Error>' };
    }
    if (method === 'DELETE') {
      this.aborted.push(`${url.pathname} ${uploadId}`);
      return { status: 204, body: '' };
    }
    if (this.refusal !== null) {
      return { status: 403, body: `<Error><Code>${this.refusal}</Code><Message>No</Message></Error>` };
    }
    return { status: 200, body: this.page(url.searchParams.get('upload-id-marker')) };
  }

  private page(marker: string | null): string {
    const index = this.uploads.findIndex(({ uploadId }) => uploadId === marker) + 1;
    const upload = this.uploads[index];
    const listed = upload
      ? `<Upload><Key>${upload.key}</Key><UploadId>${upload.uploadId}</UploadId>
           <Initiated>${upload.initiated}</Initiated></Upload>
         <NextKeyMarker>${upload.key}</NextKeyMarker><NextUploadIdMarker>${upload.uploadId}</NextUploadIdMarker>`
      : '';
    return `<?xml version="1.0"?><ListMultipartUploadsResult><Bucket>recordings</Bucket>
      <IsTruncated>${index + 1 < this.uploads.length}</IsTruncated>${listed}</ListMultipartUploadsResult>`;
  }
}

describe('uploads that a killed process left behind', () => {
  let service: UploadsServer;

  afterEach(() => service.stop());

  it('are ended a day after they began, and no others', async () => {
    const [first, second] = [key(), key()];
    service = await UploadsServer.start([
      { key: first, uploadId: 'one', initiated: old },
      { key: key(), uploadId: 'still-running', initiated: young },
      { key: key(), uploadId: 'gone', initiated: old },
      { key: 'backups/database.bin', uploadId: 'somebody-elses', initiated: old },
      { key: second, uploadId: 'two', initiated: old },
    ]);
    const { store } = service;
    await expect(store.tidy(now)).resolves.toBe(2);
    expect(service.aborted).toEqual([`/recordings/${first} one`, `/recordings/${second} two`]);
    store.close();
  });

  it('are none in a tidy bucket', async () => {
    service = await UploadsServer.start([]);
    const { store } = service;
    await expect(store.tidy(now)).resolves.toBe(0);
    store.close();
  });

  it('stay where the key may not list them, and other trouble is told', async () => {
    service = await UploadsServer.start([{ key: key(), uploadId: 'one', initiated: old }]);
    const { store } = service;
    service.refusal = 'AccessDenied';
    await expect(store.tidy(now)).resolves.toBe(0);
    service.refusal = 'InvalidAccessKeyId';
    await expect(store.tidy(now)).rejects.toMatchObject({ code: 'recording_storage_unavailable' });
    expect(service.aborted).toEqual([]);
    store.close();
  });
});

it('a service that does not list uploads is left alone', async () => {
  const server = await startS3Server();
  const store = new S3RecordingStore(server.settings);
  await expect(store.tidy(new Date())).resolves.toBe(0);
  store.close();
  await server.stop();
});
