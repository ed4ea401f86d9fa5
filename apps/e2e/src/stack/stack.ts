import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, testRedisUrl } from '@callboard/testing';
import { type RunningSimulator, startSimulator } from '@callboard/zadarma-sim';
import { freePort } from '@callboard/platform';
import { type StackProcess, startProcess } from './process';

/** The administrator every stack starts with. */
export const administrator = { email: 'admin@example.com', password: 'correct horse battery' };

/** The whole product as built, on a database of its own, with a simulated PBX beside it. */
export interface Stack {
  readonly url: string;
  readonly databaseUrl: string;
  readonly simulator: RunningSimulator;
  api: StackProcess;
  worker: StackProcess;
  startApi(): Promise<void>;
  startWorker(): Promise<void>;
  stop(): Promise<void>;
}

/** `queue` chooses the backend of BullMQ; `databaseUrl` and `redisUrl` replace the run's own servers, for tests that stop them. */
export interface StackOptions {
  readonly queue: 'redis' | 'postgres';
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  /** Simulated seconds per real second. */
  readonly simulatorSpeed?: number;
  /** Host on which the phone's page has an origin of its own, as `127.0.0.1` beside the application's `localhost`. */
  readonly phoneHost?: string;
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const database = options.databaseUrl
    ? { url: options.databaseUrl, drop: () => Promise.resolve() }
    : await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'callboard-e2e-'));
  const [port, healthPort] = [await freePort(), await freePort()];
  const url = `http://localhost:${port}`;
  const simulator = await startSimulator({ speed: options.simulatorSpeed ?? 1 });
  const environment: Record<string, string> = {
    DATABASE_URL: database.url,
    HOST: '127.0.0.1',
    PORT: String(port),
    WORKER_HEALTH_PORT: String(healthPort),
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    APP_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    ADMIN_EMAIL: administrator.email,
    ADMIN_PASSWORD: administrator.password,
    PBX_URL_ALLOW_PRIVATE: 'true',
    LOG_LEVEL: 'info',
    ...(options.phoneHost ? { PHONE_ORIGIN: `http://${options.phoneHost}:${port}` } : {}),
    ...(options.queue === 'redis' ? { REDIS_URL: options.redisUrl ?? redisUrl() } : {}),
  };
  const startApi = (): Promise<StackProcess> => startProcess('apps/api', environment, `${url}/readyz`);
  const startWorker = (): Promise<StackProcess> =>
    startProcess('apps/worker', environment, `http://127.0.0.1:${healthPort}/readyz`);
  const stack: Stack = {
    url,
    databaseUrl: database.url,
    simulator,
    api: await startApi(),
    worker: await startWorker(),
    startApi: async () => {
      stack.api = await startApi();
    },
    startWorker: async () => {
      stack.worker = await startWorker();
    },
    stop: async () => {
      await Promise.all([stack.api.stop(), stack.worker.stop()]);
      await simulator.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return stack;
}

function redisUrl(): string {
  const url = testRedisUrl();
  if (!url) {
    throw new Error('This suite needs redis-server; install it, or let `npm test` skip the suite.');
  }
  return url;
}
