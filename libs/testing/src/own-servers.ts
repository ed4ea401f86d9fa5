import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@callboard/database';
import { startRedisServer } from './redis-server';

/** A server that a test may stop answering without disturbing other tests. */
export interface OwnServer {
  readonly url: string;
  /** Freezes the server with all its processes: connections stay open, nothing answers. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** A PostgreSQL of the test's own, empty; a second or two. */
export async function startOwnPostgres(): Promise<OwnServer> {
  const directory = mkdtempSync('/tmp/callboard-own-');
  chmodSync(directory, 0o755);
  const server = await startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    flags: ['fsync=off'],
  });
  return own(server, directory);
}

/** A Redis of the test's own; undefined where redis-server is not installed. */
export async function startOwnRedis(): Promise<OwnServer | undefined> {
  const directory = mkdtempSync('/tmp/callboard-own-');
  const server = await startRedisServer(directory);
  return server && own(server, directory);
}

function own(
  server: { readonly url: string; readonly pid: number; stop(): Promise<void> },
  directory: string,
): OwnServer {
  let frozen: number[] = [];
  const resume = (): void => {
    signal(frozen, 'SIGCONT');
    frozen = [];
  };
  return {
    url: server.url,
    pause: () => {
      // The parent first, so that it starts no child we would miss.
      signal([server.pid], 'SIGSTOP');
      const children = childrenOf(server.pid);
      signal(children, 'SIGSTOP');
      frozen = [server.pid, ...children];
    },
    resume,
    stop: async () => {
      resume();
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function signal(pids: readonly number[], name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It ended by itself in the meantime.
    }
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number);
}

function parentOf(pid: string): number | undefined {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
    return Number(afterName.split(' ')[1]);
  } catch {
    return undefined;
  }
}
