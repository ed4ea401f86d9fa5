import { appendFile, mkdir, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Log, newId } from '@callboard/platform';
import { lock, type LockOptions } from 'proper-lockfile';
import { errorCode } from '../error-code';
import type { NewInboundEvent } from '../inbox/new-inbound-event';
import { SpoolFile } from './spool-file';
import { decodeLine, encodeLine } from './spool-line';

/** Takes an event over; `unavailable` means later, `impossible` means never. */
export type ImportEvent = (event: NewInboundEvent) => Promise<'done' | 'unavailable' | 'impossible'>;

const suffix = '.ndjson';
/** Lines nobody can take over; kept for a person to look at. */
const rejectedName = 'rejected.log';
const parallelImports = 8;

/**
 * Where events wait while the database is away: one file per process, locked while the process lives. Files of
 * processes that died are imported by whoever comes next.
 */
export class Spool {
  private own: Promise<SpoolFile> | undefined;
  private readonly abandoned: SpoolFile[] = [];
  private release: (() => Promise<void>) | undefined;

  constructor(
    private readonly directory: string,
    private readonly log: Log,
  ) {}

  /** Opens this process's file beforehand, so that the first event in need does not wait for it. */
  async prepare(): Promise<void> {
    await this.file();
  }

  /** Resolves when the event is on the disk. */
  async append(event: NewInboundEvent): Promise<void> {
    const line = encodeLine(event);
    const file = await this.file();
    try {
      await file.append(line);
    } catch (error) {
      if (!file.isTorn) {
        throw error;
      }
      this.log.error({ err: error }, 'The spool file cannot be written any more; a new one is begun');
      return this.appendToNew(line, file);
    }
    if (!(await file.isStillOurs())) {
      // We were taken for dead while suspended; what the importer did not read goes into a new file.
      await this.appendToNew(line, file);
    }
  }

  /** True if nothing of this process waits. */
  async isEmpty(): Promise<boolean> {
    return this.own === undefined || (await this.own).isEmpty();
  }

  /** Imports what this process has written; stops at the first event the database does not take. */
  async importOwn(importEvent: ImportEvent): Promise<void> {
    const file = await this.own;
    if (!file) {
      return;
    }
    for (let batch = await file.next(); batch.lines.length > 0; batch = await file.next()) {
      if (!(await this.importLines(batch.lines, importEvent))) {
        return;
      }
      await file.done(batch);
    }
  }

  /** Imports and removes the files of processes that no longer live. */
  async importOrphans(importEvent: ImportEvent): Promise<void> {
    await this.prepareDirectory();
    const own = this.own ? (await this.own).path : undefined;
    const names = (await readdir(this.directory)).filter((name) => name.endsWith(suffix)).sort();
    for (const name of names) {
      const path = join(this.directory, name);
      if (path !== own) {
        await this.importOrphan(path, importEvent);
      }
    }
  }

  /** Gives the file up; removes it if nothing waits. */
  async close(): Promise<void> {
    if (this.own) {
      const file = await this.own;
      if (file.isEmpty()) {
        await unlink(file.path).catch(() => undefined);
      }
      await file.close();
      this.own = undefined;
    }
    await Promise.all(this.abandoned.splice(0).map((file) => file.close()));
    await this.release?.().catch(() => undefined);
    this.release = undefined;
  }

  private async appendToNew(line: string, old: SpoolFile): Promise<void> {
    await this.abandon(old);
    await (await this.file()).append(line);
  }

  private async abandon(file: SpoolFile): Promise<void> {
    if ((await this.own) === file) {
      this.own = undefined;
      // Other appends may still be writing to it.
      this.abandoned.push(file);
      await this.release?.().catch(() => undefined);
    }
  }

  private file(): Promise<SpoolFile> {
    this.own ??= this.openOwn().catch((error: unknown) => {
      this.own = undefined;
      throw error;
    });
    return this.own;
  }

  private async openOwn(): Promise<SpoolFile> {
    await this.prepareDirectory();
    const path = join(this.directory, `${newId()}${suffix}`);
    // Locked before it exists, so that nobody can mistake the new file for an orphan.
    this.release = await lock(path, this.lockOptions());
    return SpoolFile.open(path);
  }

  private async prepareDirectory(): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
  }

  private lockOptions(): LockOptions {
    return {
      realpath: false,
      stale: 6_000,
      update: 2_000,
      onCompromised: (error) => this.log.warn({ err: error }, 'The lock of the spool file was lost'),
    };
  }

  private async importOrphan(path: string, importEvent: ImportEvent): Promise<void> {
    let release: () => Promise<void>;
    try {
      release = await lock(path, this.lockOptions());
    } catch {
      return; // Its owner lives, or another process imports it.
    }
    // Renamed first: an owner that was only suspended notices on its next write.
    const taken = join(this.directory, `${newId()}${suffix}`);
    try {
      await rename(path, taken);
      const lines = completeLines(await readFile(taken, 'utf8'));
      if (await this.importLines(lines, importEvent)) {
        await unlink(taken);
        this.log.info({ events: lines.length }, 'Imported the spool of a process that ended');
      }
    } catch (error) {
      // Another process was faster; events that are imported twice are one.
      if (errorCode(error) !== 'ENOENT') {
        throw error;
      }
    } finally {
      await release().catch(() => undefined);
    }
  }

  private async importLines(lines: readonly string[], importEvent: ImportEvent): Promise<boolean> {
    for (let start = 0; start < lines.length; start += parallelImports) {
      const group = lines.slice(start, start + parallelImports);
      const results = await Promise.all(group.map((line) => this.importLine(line, importEvent)));
      if (results.includes(false)) {
        return false;
      }
    }
    return true;
  }

  private async importLine(line: string, importEvent: ImportEvent): Promise<boolean> {
    const event = decodeLine(line);
    const result = event ? await importEvent(event) : 'impossible';
    if (result === 'impossible') {
      this.log.error(
        { torn: event === undefined },
        'A line of the spool cannot be imported; it is kept aside',
      );
      await appendFile(join(this.directory, rejectedName), `${line}\n`, { mode: 0o600 });
    }
    return result !== 'unavailable';
  }
}

/** Without the line a dying process could not finish: nobody was told that it is safe. */
function completeLines(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean);
}
