import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Lines from an offset on, and the offset after them. */
export interface Batch {
  readonly lines: readonly string[];
  readonly end: number;
}

/** More than the longest line can have. */
const longestBatch = 4_194_304;

/**
 * An append-only file of lines. An append resolves when its line is on the disk; appends that come while the disk is
 * busy share one `fdatasync`.
 */
export class SpoolFile {
  private size = 0;
  private taken = 0;
  private busy = false;
  private torn = false;
  private readonly waiting: Waiting[] = [];

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private readonly inode: bigint,
  ) {}

  static async open(path: string): Promise<SpoolFile> {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND;
    const handle = await open(path, flags, 0o600);
    const { ino, size } = await handle.stat({ bigint: true });
    await syncDirectory(dirname(path));
    const file = new SpoolFile(path, handle, ino);
    file.size = Number(size);
    return file;
  }

  isEmpty(): boolean {
    return this.size === 0 && this.waiting.length === 0;
  }

  /** True once a line was left unfinished: whatever came after it would be glued to it, so nothing is taken any more. */
  get isTorn(): boolean {
    return this.torn;
  }

  append(line: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ line, resolve, reject });
      void this.flush();
    });
  }

  /** True while the path still names this file: an importer that believes us dead renames it away. */
  async isStillOurs(): Promise<boolean> {
    try {
      return (await stat(this.path, { bigint: true })).ino === this.inode;
    } catch {
      return false;
    }
  }

  /** The next lines that are surely on the disk, without a torn last one. */
  async next(): Promise<Batch> {
    const bytes = Buffer.alloc(Math.min(this.size - this.taken, longestBatch));
    const { bytesRead } = await this.handle.read(bytes, 0, bytes.length, this.taken);
    const complete = bytes.subarray(0, bytes.subarray(0, bytesRead).lastIndexOf(0x0a) + 1);
    return {
      lines: complete.toString('utf8').split('\n').filter(Boolean),
      end: this.taken + complete.length,
    };
  }

  /** Says that the lines of a batch need not be read again, and empties the file once that holds for all. */
  async done(batch: Batch): Promise<void> {
    this.taken = batch.end;
    if (this.busy || this.waiting.length > 0 || this.taken !== this.size) {
      return;
    }
    this.busy = true;
    try {
      await this.handle.truncate(0);
      this.size = 0;
      this.taken = 0;
    } finally {
      this.busy = false;
      void this.flush();
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private async flush(): Promise<void> {
    if (this.busy) {
      return;
    }
    this.busy = true;
    while (this.waiting.length > 0) {
      await this.write(this.waiting.splice(0));
    }
    this.busy = false;
  }

  private async write(group: readonly Waiting[]): Promise<void> {
    const bytes = Buffer.from(group.map(({ line }) => line).join(''));
    try {
      if (this.torn) {
        throw new Error('The last line of the spool file is torn');
      }
      await this.handle.appendFile(bytes);
      await this.handle.datasync();
      this.size += bytes.length;
      group.forEach(({ resolve }) => resolve());
    } catch (error) {
      // Half a group would tear the next one as well.
      await this.handle.truncate(this.size).catch(() => (this.torn = true));
      group.forEach(({ reject }) => reject(error));
    }
  }
}

/** A new file survives a power cut only once its directory does. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, constants.O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
