import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '@callboard/platform';

/** A server process under measurement. */
export interface MeasuredServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** The stores both servers use. */
export interface Stores {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
}

/** The first administrator of the API under measurement. */
export const administrator = { email: 'bench@example.com', password: 'only for this benchmark' };

const root = join(import.meta.dirname, '..', '..', '..');

const environment = ({ databaseUrl, redisUrl }: Stores, port: number): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  NODE_ENV: 'production',
  DATABASE_URL: databaseUrl,
  ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
  HOST: '127.0.0.1',
  PORT: String(port),
  LOG_LEVEL: 'error',
  APP_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  ADMIN_EMAIL: administrator.email,
  ADMIN_PASSWORD: administrator.password,
  PUBLIC_URL: `http://127.0.0.1:${port}`,
});

/** The bare Fastify server: one INSERT, one `queue.add`. */
export const startBare = (stores: Stores): Promise<MeasuredServer> =>
  start(join(root, 'tools/bench/dist/bare-intake.js'), stores);

/** Callboard's API as it is built for production, without a worker. */
export const startApi = (stores: Stores): Promise<MeasuredServer> =>
  start(join(root, 'apps/api/dist/main.js'), stores);

async function start(program: string, stores: Stores): Promise<MeasuredServer> {
  const port = await freePort();
  const child = spawn(process.execPath, [program], {
    env: environment(stores, port),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswering(`${url}/exec/Zadarma.notify`, child);
  return { url, stop: () => stop(child) };
}

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) {
      throw new Error(`The server ended with code ${child.exitCode}.`);
    }
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer within 20 s.`);
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
