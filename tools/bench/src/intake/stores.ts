import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { migrate, startEmbeddedPostgres } from '@callboard/database';
import { freePort } from '@callboard/platform';
import pg from 'pg';

/** Stores that live for one benchmark; each server under measurement gets a database of its own. */
export interface BenchStores {
  readonly redisUrl: string | undefined;
  /** A migrated database with the given name. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL with its defaults (durable writes) and, where installed, Redis. */
export async function startStores(): Promise<BenchStores> {
  const directory = mkdtempSync('/tmp/callboard-bench-');
  execFileSync('chmod', ['755', directory]);
  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
  await migrate(postgres.url, false);
  const redis = await startRedis(directory);
  return {
    redisUrl: redis?.url,
    database: async (name) => {
      const client = new pg.Client({ connectionString: postgres.url.replace(/callboard$/, 'postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE ${name} TEMPLATE callboard`);
      await client.end();
      return postgres.url.replace(/callboard$/, name);
    },
    stop: async () => {
      if (redis) {
        // Its last act is to write a file into the folder that is removed next.
        redis.server.kill('SIGTERM');
        await once(redis.server, 'exit');
      }
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

async function startRedis(directory: string): Promise<{ url: string; server: ChildProcess } | undefined> {
  const port = await freePort();
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--appendonly', 'yes', '--dir', directory],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const started = await new Promise<boolean>((resolve) => {
    server.on('error', () => resolve(false));
    server.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) {
        resolve(true);
      }
    });
  });
  return started ? { url: `redis://127.0.0.1:${port}`, server } : undefined;
}
