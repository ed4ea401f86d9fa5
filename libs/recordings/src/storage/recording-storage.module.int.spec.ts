import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { newId, PlatformModule } from '@callboard/platform';
import { silentLog, testEnvironment } from '@callboard/testing';
import { Test } from '@nestjs/testing';
import { recordingKey } from './recording-key';
import { RecordingStorageModule } from './recording-storage.module';
import { RECORDING_STORE, type RecordingStore } from './recording-store.port';
import { startS3Server } from './s3-server.fixture';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'callboard-data-'));
});

afterEach(async () => {
  jest.useRealTimers();
  await rm(directory, { recursive: true, force: true });
});

async function startWith(variables: Record<string, string>) {
  const environment = testEnvironment({ DATA_DIR: directory, ...variables });
  const module = await Test.createTestingModule({
    imports: [PlatformModule.forRoot(environment, silentLog()), RecordingStorageModule],
  }).compile();
  await module.init();
  return { module, store: module.get<RecordingStore>(RECORDING_STORE) };
}

async function keep(store: RecordingStore): Promise<string> {
  const id = newId();
  const key = recordingKey(id, 'audio/mpeg');
  await store.put(key, Readable.from([Buffer.from('audio')]), { contentType: 'audio/mpeg' });
  return `${id}.mp3`;
}

const filesBelow = (path: string): Promise<string[]> => readdir(path, { recursive: true });

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('the storage of recordings', () => {
  it('is a folder of the data directory unless something else is set', async () => {
    const { module, store } = await startWith({});
    const name = await keep(store);
    expect((await filesBelow(join(directory, 'recordings'))).some((path) => path.endsWith(name))).toBe(true);
    await module.close();
  });

  it('is the bucket that the environment names, and nothing lies on the disk then', async () => {
    const server = await startS3Server();
    const { bucket, endpoint, credentials } = server.settings;
    const { module, store } = await startWith({
      S3_BUCKET: bucket,
      S3_ENDPOINT: endpoint,
      S3_ACCESS_KEY_ID: credentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    });
    const name = await keep(store);
    expect((await filesBelow(server.directory)).some((path) => path.includes(name))).toBe(true);
    expect(await filesBelow(directory)).toEqual([]);
    await module.close();
    await server.stop();
  });

  it('is tidied every quarter of an hour, since a killed process is soon started again', async () => {
    jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout'] });
    const { module } = await startWith({});
    // The look of the start.
    await settled();
    const folder = join(directory, 'recordings');
    const half = join(folder, 'half.mp3.x.part');
    await mkdir(folder, { recursive: true });
    await writeFile(half, 'half');
    const longAgo = new Date(Date.now() - 16 * 60_000);
    await utimes(half, longAgo, longAgo);
    await jest.advanceTimersByTimeAsync(15 * 60_000 - 1);
    await settled();
    expect(await filesBelow(folder)).toEqual(['half.mp3.x.part']);
    await jest.advanceTimersByTimeAsync(1);
    for (let tries = 0; tries < 50 && (await filesBelow(folder)).length > 0; tries += 1) {
      await settled();
    }
    expect(await filesBelow(folder)).toEqual([]);
    await module.close();
  });

  it('does not keep the process from starting when it does not answer', async () => {
    const { module, store } = await startWith({
      S3_BUCKET: 'calls',
      S3_ENDPOINT: 'http://127.0.0.1:9',
      S3_ACCESS_KEY_ID: 'key',
      S3_SECRET_ACCESS_KEY: 'secret',
    });
    await expect(keep(store)).rejects.toMatchObject({ code: 'recording_storage_unavailable' });
    await module.close();
  });
});
