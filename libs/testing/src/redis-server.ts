import { type ChildProcess, spawn } from 'node:child_process';
import { freePort } from '@callboard/platform';

/** A Redis of a test's own. */
export interface RedisServer {
  readonly url: string;
  readonly pid: number;
  /** Resolves when the server has ended, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts redis-server on a free port (or the given one), storing nothing unless `flags` say so; undefined where it is
 * not installed.
 */
export async function startRedisServer(
  directory: string,
  port?: number,
  flags: readonly string[] = [],
): Promise<RedisServer | undefined> {
  const chosen = port ?? (await freePort());
  const server = spawn(
    'redis-server',
    ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--dir', directory, ...flags],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const started = await new Promise<boolean>((resolve) => {
    server.on('error', () => resolve(false));
    server.on('exit', () => resolve(false));
    server.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) {
        resolve(true);
      }
    });
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  return started
    ? { url: `redis://127.0.0.1:${chosen}`, pid: server.pid ?? 0, ended, stop: () => stopServer(server) }
    : undefined;
}

function stopServer(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) {
      resolve();
      return;
    }
    server.once('exit', () => resolve());
    server.kill('SIGTERM');
  });
}
