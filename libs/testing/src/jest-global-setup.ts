import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { migrate, startEmbeddedPostgres } from '@callboard/database';
import { startRedisServer } from './redis-server';
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
  const redis = await startRedisServer(directory);
  if (redis) {
    process.env.TEST_REDIS_URL = redis.url;
  }
  const running: RunningServers = {
    stop: async () => {
      await redis?.stop();
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  servers.current = running;
}
