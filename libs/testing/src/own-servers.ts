import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@callboard/database';
import { freePort } from '@callboard/platform';
import { startRedisServer } from './redis-server';

/** A server that a test may stop answering, or end, without disturbing other tests. */
export interface OwnServer {
  readonly url: string;
  /** Freezes the server with all its processes: connections stay open, nothing answers. */
  pause(): void;
  resume(): void;
  /** Ends the server, politely or as a power cut would: connections break, and are refused until it starts again. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts an ended server again, at its address and with what it had stored. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Server {
  readonly url: string;
  readonly pid: number;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL of the test's own, empty; a second or two. */
export async function startOwnPostgres(): Promise<OwnServer> {
  const directory = makeDirectory();
  const port = await freePort();
  const flags = ['fsync=off'];
  const start = () => startEmbeddedPostgres({ directory: join(directory, 'postgres'), port, flags });
  return own(await start(), start, directory);
}

/** A Redis of the test's own, which stores as the one of the Compose file; undefined where it is not installed. */
export async function startOwnRedis(): Promise<OwnServer | undefined> {
  const directory = makeDirectory();
  const port = await freePort();
  const start = () => startRedisServer(directory, port, ['--appendonly', 'yes']);
  const server = await start();
  return server && own(server, async () => (await start()) ?? fail('redis-server does not start'), directory);
}

function makeDirectory(): string {
  const directory = mkdtempSync('/tmp/callboard-own-');
  chmodSync(directory, 0o755);
  return directory;
}

function fail(message: string): never {
  throw new Error(message);
}

function own(first: Server, start: () => Promise<Server>, directory: string): OwnServer {
  let server = first;
  let frozen: number[] = [];
  const freeze = (): void => {
    // The parent first, so that it starts no child we would miss.
    signal([server.pid], 'SIGSTOP');
    const children = childrenOf(server.pid);
    signal(children, 'SIGSTOP');
    frozen = [server.pid, ...children];
  };
  const resume = (): void => {
    signal(frozen, 'SIGCONT');
    frozen = [];
  };
  const kill = async (): Promise<void> => {
    freeze();
    signal(frozen, 'SIGKILL');
    frozen = [];
    await server.ended;
  };
  return {
    url: server.url,
    pause: freeze,
    resume,
    end: (name) => (name === 'SIGKILL' ? kill() : server.stop()),
    start: async () => {
      server = await start();
    },
    stop: async () => {
      resume();
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function signal(pids: readonly number[], name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
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
