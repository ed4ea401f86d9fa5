import { type ChildProcess, spawn } from 'node:child_process';
import { relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type EmbeddedPostgres, migrate, startEmbeddedPostgres } from '@callboard/database';
import { clusterDirectory } from './data-directory';

/** The database of this run. */
export interface RunningDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/** What the database tells its owner. */
export interface DatabaseEvents {
  notice(text: string): void;
  giveUp(reason: string): void;
}

const restartsAllowed = 5;
const waitForDatabase = 30_000;

/** Starts PostgreSQL under the data directory; one that is killed is started again on the same port. */
export async function startDatabase(dataDir: string, events: DatabaseEvents): Promise<RunningDatabase> {
  const directory = clusterDirectory(dataDir, process.getuid?.() === 0);
  if (directory.moved) {
    events.notice(
      `PostgreSQL cannot enter ${dataDir} when root starts it, so it keeps its data in ${directory.path}.`,
    );
  }
  let stopping = false;
  let server = await startEmbeddedPostgres({ directory: directory.path });
  let guard = endServerWithUs(server.pid);
  const port = Number(new URL(server.url).port);

  const keepRunning = async (current: EmbeddedPostgres, restarts: number): Promise<void> => {
    await current.ended;
    guard?.kill('SIGKILL');
    if (stopping) {
      return;
    }
    if (restarts === restartsAllowed) {
      events.giveUp(
        `PostgreSQL ended ${restarts + 1} times; its data is in ${relative('.', directory.path)}.`,
      );
      return;
    }
    events.notice('PostgreSQL ended; it starts again.');
    try {
      server = await startEmbeddedPostgres({ directory: directory.path, port });
      guard = endServerWithUs(server.pid);
      void keepRunning(server, restarts + 1);
    } catch (error) {
      events.giveUp(`PostgreSQL does not start again: ${(error as Error).message}`);
    }
  };
  void keepRunning(server, 0);

  return {
    url: server.url,
    stop: async () => {
      stopping = true;
      await server.stop();
    },
  };
}

/**
 * PostgreSQL would outlive a killed parent. A shell that waits for the end of its input, which comes with our own end,
 * stops it then; where there is none (Windows) the next start does.
 */
function endServerWithUs(pid: number): ChildProcess | undefined {
  return process.platform === 'win32'
    ? undefined
    : spawn('sh', ['-c', 'cat > /dev/null; kill -INT "$1"', 'sh', String(pid)], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
}

/**
 * Brings the database up to date, waiting a while for one that is only just starting.
 *
 * @throws Error in words for the user: not reachable, or made for something else.
 */
export async function migrateDatabase(
  url: string,
  demo: boolean,
  notice: (text: string) => void,
): Promise<void> {
  const deadline = Date.now() + waitForDatabase;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await migrate(url, demo);
      return;
    } catch (error) {
      if (!isNotThereYet(error)) {
        throw error;
      }
      const { host, pathname } = new URL(url);
      const problem = `PostgreSQL at ${host}${pathname} cannot be reached: ${describe(error)}.`;
      if (Date.now() > deadline) {
        throw new Error(`${problem} Check DATABASE_URL and the server.`, { cause: error });
      }
      if (attempt === 1) {
        notice(`${problem} Trying again for ${waitForDatabase / 1000} s …`);
      }
      await pause(500);
    }
  }
}

function describe(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
}

// 57P03: the server is starting up.
const notThereYet = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', '57P03']);

function isNotThereYet(error: unknown): boolean {
  return notThereYet.has((error as { code?: string }).code ?? '');
}
