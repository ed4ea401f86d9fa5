import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '@callboard/platform';
import { Metering } from './metering';
import { safeKey } from './recording-key';
import type { ByteRange, OpenedFile, PutOptions, RecordingStore, StoredFile } from './recording-store.port';
import { recordingFileMissing, storageUnavailable } from './storage.errors';

/** No key ends so: files that are being written are never taken for stored ones. */
const unfinished = '.part';
/** A file that nobody has written to for so long belongs to an attempt that was killed. */
const abandonedAfterMs = 15 * 60_000;
/** What a disk says when it is full, broken or not ours; other errors come from the stream that is stored. */
const diskTrouble = /^(EACCES|EBUSY|EDQUOT|EFBIG|EIO|EMFILE|ENFILE|ENOSPC|ENOTDIR|EPERM|EROFS|ESTALE)$/;

/** Keeps audio in a folder, by default the one below `DATA_DIR`. */
export class DiskRecordingStore implements RecordingStore {
  constructor(private readonly root: string) {}

  async put(key: string, stream: Readable, { maxBytes }: PutOptions): Promise<StoredFile> {
    const path = this.pathOf(key);
    const temporary = `${path}.${randomUUID()}${unfinished}`;
    const metering = new Metering(maxBytes);
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true });
      await pipeline(stream, metering, file);
      await rename(temporary, path);
      await flushFolder(dirname(path));
    } catch (error) {
      stream.destroy();
      await rm(temporary, { force: true }).catch(() => undefined);
      throw describe(error);
    }
    return metering.measured();
  }

  async open(key: string, range?: ByteRange): Promise<OpenedFile> {
    const path = this.pathOf(key);
    try {
      const file = await open(path, 'r');
      const { size } = await file.stat().catch(async (error: unknown) => {
        await file.close();
        throw error;
      });
      return { size, stream: file.createReadStream(range && { start: range.start, end: range.end }) };
    } catch (error) {
      throw codeOf(error) === 'ENOENT' ? recordingFileMissing() : describe(error);
    }
  }

  async remove(key: string): Promise<void> {
    const path = this.pathOf(key);
    try {
      await rm(path, { force: true });
    } catch (error) {
      throw describe(error);
    }
  }

  async exists(key: string): Promise<boolean> {
    const path = this.pathOf(key);
    try {
      await access(path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        return false;
      }
      throw describe(error);
    }
  }

  /**
   * Removes what attempts left behind that were killed while they wrote; returns how many. Files of attempts that
   * still run, here or in another process, are younger.
   */
  async tidy(now: Date): Promise<number> {
    const entries = await readdir(this.root, { recursive: true, withFileTypes: true }).catch(() => []);
    const leftovers = entries.filter((entry) => entry.isFile() && entry.name.endsWith(unfinished));
    let removed = 0;
    for (const { parentPath, name } of leftovers) {
      const path = join(parentPath, name);
      const written = await stat(path).catch(() => undefined);
      if (written && now.getTime() - written.mtimeMs > abandonedAfterMs) {
        await rm(path, { force: true });
        removed += 1;
      }
    }
    return removed;
  }

  private pathOf(key: string): string {
    return join(this.root, safeKey(key));
  }
}

/** The new name is on the disk only when its folder is. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

function describe(error: unknown): unknown {
  const isOurs = !(error instanceof DomainError) && diskTrouble.test(codeOf(error) ?? '');
  return isOurs ? storageUnavailable(error) : error;
}
