import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { newId } from '@callboard/platform';
import { DiskRecordingStore } from './disk-recording-store';
import { recordingKey } from './recording-key';
import type { RecordingStore } from './recording-store.port';
import { S3RecordingStore } from './s3-recording-store';
import { startS3Server } from './s3-server.fixture';

interface Subject {
  readonly store: RecordingStore;
  /** Names of all files that lie in the store, also unfinished ones. */
  files(): Promise<string[]>;
  stop(): Promise<void>;
}

const audio = { contentType: 'audio/mpeg' };
/** More than one part of an upload. */
const large = 12 * 1024 * 1024 + 17;
const newKey = (): string => recordingKey(newId(), 'audio/mpeg');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function onDisk(): Promise<Subject> {
  const root = await mkdtemp(join(tmpdir(), 'callboard-recordings-'));
  return {
    store: new DiskRecordingStore(join(root, 'recordings')),
    files: () => filesBelow(root),
    stop: () => rm(root, { recursive: true, force: true }),
  };
}

async function onS3(): Promise<Subject> {
  const server = await startS3Server();
  const store = new S3RecordingStore(server.settings);
  await store.check();
  return {
    store,
    files: async () => (await filesBelow(server.directory)).filter((name) => name.endsWith('_object')),
    stop: () => {
      store.close();
      return server.stop();
    },
  };
}

/** A stream that gives some bytes and then what the network gives when it breaks. */
function broken(bytes: number): Readable {
  return Readable.from(
    (async function* () {
      yield await Promise.resolve(randomBytes(bytes));
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    })(),
  );
}

describe.each([
  ['a disk', onDisk],
  ['S3', onS3],
])('recordings kept on %s', (_name, start) => {
  let subject: Subject;
  let store: RecordingStore;

  beforeAll(async () => {
    subject = await start();
    store = subject.store;
  });

  afterAll(() => subject.stop());

  async function read(key: string): Promise<Buffer> {
    return buffer((await store.open(key)).stream);
  }

  it.each([1, 70_000, large])('come back as they were stored, %i bytes', async (length) => {
    const [key, bytes] = [newKey(), randomBytes(length)];
    const stored = await store.put(key, Readable.from([bytes]), audio);
    expect(stored).toEqual({ sizeBytes: length, sha256: sha256(bytes) });
    const { size, stream } = await store.open(key);
    expect(size).toBe(length);
    expect(sha256(await buffer(stream))).toBe(stored.sha256);
    expect(await store.exists(key)).toBe(true);
  });

  it.each([
    // Not 0 to 0, which s3rver takes for the whole file.
    [0, 1],
    [1, 1],
    [0, 99],
    [500, 999],
    [999, 999],
  ])('are read from byte %i to byte %i', async (from, to) => {
    const [key, bytes] = [newKey(), randomBytes(1_000)];
    await store.put(key, Readable.from([bytes]), audio);
    const { size, stream } = await store.open(key, { start: from, end: to });
    expect(size).toBe(1_000);
    const slice = await buffer(stream);
    expect(slice.equals(bytes.subarray(from, to + 1))).toBe(true);
  });

  it('are replaced as a whole', async () => {
    const key = newKey();
    await store.put(key, Readable.from([randomBytes(2_000)]), audio);
    await store.put(key, Readable.from([Buffer.from('second')]), audio);
    expect((await read(key)).toString()).toBe('second');
  });

  it('are gone once removed, and removing them again does no harm', async () => {
    const key = newKey();
    await store.put(key, Readable.from([Buffer.from('x')]), audio);
    await store.remove(key);
    await store.remove(key);
    expect(await store.exists(key)).toBe(false);
    await expect(store.open(key)).rejects.toMatchObject({ code: 'recording_file_missing' });
  });

  it.each([1_000, large])('leave nothing behind when the source breaks after %i bytes', async (length) => {
    const key = newKey();
    const before = await subject.files();
    await expect(store.put(key, broken(length), audio)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await store.exists(key)).toBe(false);
    expect(await subject.files()).toEqual(before);
  });

  it('keep the old file when a new one breaks off', async () => {
    const key = newKey();
    await store.put(key, Readable.from([Buffer.from('first')]), audio);
    await expect(store.put(key, broken(1_000), audio)).rejects.toThrow();
    expect((await read(key)).toString()).toBe('first');
  });

  it('are not visible while they are written', async () => {
    const key = newKey();
    const source = new Readable({ read: () => undefined });
    const storing = store.put(key, source, audio);
    source.push(randomBytes(100_000));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await store.exists(key)).toBe(false);
    source.push(null);
    await storing;
    expect(await store.exists(key)).toBe(true);
  });

  it.each([
    [1_000, 1_000, 'kept'],
    [1_001, 1_000, 'refused'],
    [large, large - 1, 'refused'],
  ])('of %i bytes with a limit of %i are %s', async (length, maxBytes, outcome) => {
    const key = newKey();
    const before = await subject.files();
    const storing = store.put(key, Readable.from([randomBytes(length)]), { ...audio, maxBytes });
    if (outcome === 'refused') {
      await expect(storing).rejects.toMatchObject({ code: 'recording_too_large' });
      expect(await subject.files()).toEqual(before);
    } else {
      await expect(storing).resolves.toMatchObject({ sizeBytes: length });
    }
  });

  it('stop reading a source that never ends at the limit', async () => {
    let given = 0;
    const endless = new Readable({
      read() {
        given += 65_536;
        this.push(Buffer.alloc(65_536));
      },
    });
    await expect(store.put(newKey(), endless, { ...audio, maxBytes: 1_000_000 })).rejects.toMatchObject({
      code: 'recording_too_large',
    });
    expect(given).toBeLessThan(3_000_000);
    expect(endless.destroyed).toBe(true);
  });

  it.each([
    '../secret.mp3',
    'a/../../secret.mp3',
    '/etc/passwd',
    'a/./b.mp3',
    'a//b.mp3',
    'a\\b.mp3',
    'a/b',
    'a/b.mp3\0.txt',
    '%2e%2e/b.mp3',
    'A/b.mp3',
    '.part',
    'a/b.mp3.part',
    '',
  ])('are not kept under the name %j', async (key) => {
    const refused = { code: 'storage_key_not_valid' };
    await expect(store.put(key, Readable.from(['x']), audio)).rejects.toMatchObject(refused);
    await expect(store.open(key)).rejects.toMatchObject(refused);
    await expect(store.remove(key)).rejects.toMatchObject(refused);
    await expect(store.exists(key)).rejects.toMatchObject(refused);
  });

  it('are stored side by side', async () => {
    const files = Array.from({ length: 10 }, () => ({ key: newKey(), bytes: randomBytes(50_000) }));
    await Promise.all(files.map(({ key, bytes }) => store.put(key, Readable.from([bytes]), audio)));
    const kept = await Promise.all(files.map(({ key }) => read(key)));
    expect(kept.map(sha256)).toEqual(files.map(({ bytes }) => sha256(bytes)));
  });
});

describe('the disk store', () => {
  it('removes what killed attempts left behind, and nothing that is still written', async () => {
    const root = await mkdtemp(join(tmpdir(), 'callboard-recordings-'));
    const store = new DiskRecordingStore(root);
    const key = newKey();
    await store.put(key, Readable.from([Buffer.from('kept')]), audio);
    const [old, young] = [join(root, `${key}.a.part`), join(root, `${key}.b.part`)];
    await Promise.all([writeFile(old, 'half'), writeFile(young, 'half')]);
    const now = new Date();
    await utimes(old, now, new Date(now.getTime() - 16 * 60_000));
    expect(await store.tidy(now)).toBe(1);
    expect((await filesBelow(root)).sort()).toEqual([key.slice(3), `${key.slice(3)}.b.part`].sort());
    await rm(root, { recursive: true });
  });

  it('has nothing to tidy before the first recording', async () => {
    expect(await new DiskRecordingStore(join(tmpdir(), newId())).tidy(new Date())).toBe(0);
  });

  it('says when it cannot write', async () => {
    const root = await mkdtemp(join(tmpdir(), 'callboard-recordings-'));
    await writeFile(join(root, 'file'), '');
    const store = new DiskRecordingStore(join(root, 'file'));
    await expect(store.put(newKey(), Readable.from(['x']), audio)).rejects.toMatchObject({
      code: 'recording_storage_unavailable',
      retryable: true,
    });
    await rm(root, { recursive: true });
  });
});

describe('the S3 store', () => {
  it('says when the service or the bucket is not there', async () => {
    const server = await startS3Server();
    const elsewhere = new S3RecordingStore({ ...server.settings, bucket: 'another' });
    const unavailable = { code: 'recording_storage_unavailable', retryable: true };
    await expect(elsewhere.check()).rejects.toMatchObject(unavailable);
    await expect(elsewhere.open(newKey())).rejects.toMatchObject(unavailable);
    const store = new S3RecordingStore(server.settings);
    await server.stop();
    await expect(store.put(newKey(), Readable.from([randomBytes(10)]), audio)).rejects.toMatchObject(
      unavailable,
    );
    await expect(store.exists(newKey())).rejects.toMatchObject(unavailable);
    elsewhere.close();
    store.close();
  });
});
