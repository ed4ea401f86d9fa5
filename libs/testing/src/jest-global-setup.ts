import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { migrate, startEmbeddedPostgres } from '@callboard/database';
import { type RunningServers, servers } from './running-servers';

// Speed over safety: a test cluster is thrown away after the run.
const flags = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];

/** Starts one PostgreSQL (with a migrated template database) and, if installed, one Redis for the whole run. */
export default async function globalSetup(): Promise<void> {
  if (process.env.CALLBOARD_TEST_TIER === 'unit' || servers.current) {
    return;
  }
  const directory = mkdtempSync('/tmp/callboard-test-');
  execFileSync('chmod', ['755', directory]);
  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), flags });
  await migrate(postgres.url, false);
  process.env.TEST_DATABASE_URL = postgres.url;
  const redis = await startRedis(directory);
  if (redis) {
    process.env.TEST_REDIS_URL = redis.url;
  }
  const running: RunningServers = {
    stop: async () => {
      redis?.stop();
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  servers.current = running;
}

async function startRedis(directory: string): Promise<{ url: string; stop: () => void } | undefined> {
  const port = await freePort();
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const started = await new Promise<boolean>((resolve) => {
    server.on('error', () => resolve(false));
    server.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) {
        resolve(true);
      }
    });
  });
  return started ? { url: `redis://127.0.0.1:${port}`, stop: () => server.kill('SIGTERM') } : undefined;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
