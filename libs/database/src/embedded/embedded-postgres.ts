import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@callboard/platform';
import pg from 'pg';
import { findBinaries, type PostgresBinaries, reachableBinaries } from './binaries';
import { type ClusterPassword, clusterPassword } from './cluster-password';
import { type ServerUser, serverUser } from './server-user';

/** A running embedded server. */
export interface EmbeddedPostgres {
  /** Connection string of the `callboard` database, with its password. */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the server has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Fast shutdown; resolves when the server has ended. */
  stop(): Promise<void>;
}

/** `directory` holds the cluster and survives; `flags` are added to the server's command line. */
export interface EmbeddedPostgresOptions {
  readonly directory: string;
  /** A free one unless given. */
  readonly port?: number;
  readonly flags?: readonly string[];
}

const initdbFlags = [
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  // Every account of the machine reaches the port: only the password keeps them out.
  '--auth=scram-sha-256',
  '--username=callboard',
];

/** Where root keeps what the server's own account must reach. */
const rootOwnedDirectory = '/var/lib/callboard';

/**
 * Starts the PostgreSQL that ships inside npm, listening on 127.0.0.1 only; creates the cluster on the first start,
 * with a password that is kept beside it in `<directory>.password`.
 *
 * @throws Error in words for the user if the cluster's password is missing.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const user = serverUser();
  const found = findBinaries();
  const binaries = user ? await reachableBinaries(found, rootOwnedDirectory) : found;
  prepareDirectory(options.directory, user);
  const exists = existsSync(join(options.directory, 'PG_VERSION'));
  const password = clusterPassword(options.directory, exists, user);
  if (!exists) {
    await runInitdb(binaries, options.directory, password, user);
  }
  await stopOrphan(options.directory);
  const port = options.port ?? (await freePort());
  const server = await startServer(binaries, options, user, port);
  const account = `postgres://callboard:${password.value}@127.0.0.1:${port}`;
  await createDatabase(account);
  return {
    url: `${account}/callboard`,
    pid: server.pid ?? 0,
    ended: new Promise((resolve) => server.once('exit', () => resolve())),
    stop: () => stopServer(server),
  };
}

function prepareDirectory(directory: string, user: ServerUser | undefined): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  if (user) {
    chownSync(directory, user.uid, user.gid);
  }
}

function runInitdb(
  binaries: PostgresBinaries,
  directory: string,
  password: ClusterPassword,
  user: ServerUser | undefined,
): Promise<void> {
  const flags = [`--pgdata=${directory}`, `--pwfile=${password.file}`, ...initdbFlags];
  return new Promise((resolve, reject) => {
    const child = spawn(binaries.initdb, flags, {
      ...user,
      cwd: directory,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) {
        resolve();
      } else {
        reject(new Error(`initdb failed with code ${code}: ${output}`));
      }
    });
  });
}

/** A killed parent leaves its server running; it holds the directory, so it is stopped before a new start. */
async function stopOrphan(directory: string): Promise<void> {
  const file = join(directory, 'postmaster.pid');
  if (!existsSync(file)) {
    return;
  }
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!isServerOf(pid, directory)) {
    return;
  }
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 10_000 && isAlive(pid); waited += 50) {
    await delay(50);
  }
}

/** Process ids are reused: without this check a stale file could make us stop a stranger. */
function isServerOf(pid: number, directory: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(directory);
  } catch {
    return process.platform !== 'linux';
  }
}

async function startServer(
  binaries: PostgresBinaries,
  options: EmbeddedPostgresOptions,
  user: ServerUser | undefined,
  port: number,
): Promise<ChildProcess> {
  const flags = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    ...(options.flags ?? []),
  ];
  const parameters = ['-D', options.directory, '-p', String(port), ...flags.flatMap((flag) => ['-c', flag])];
  // After a hard kill the lock file lives a moment longer than its server.
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await spawnServer(binaries.postgres, parameters, user);
    } catch (error) {
      if (attempt === 10) {
        throw error;
      }
      await delay(500);
    }
  }
}

function spawnServer(
  program: string,
  parameters: string[],
  user: ServerUser | undefined,
): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { ...user, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4_000);
      if (output.includes('ready to accept connections')) {
        resolve(child);
      }
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`PostgreSQL ended with code ${code}: ${output}`)));
  });
}

async function createDatabase(account: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${account}/postgres` });
  await client.connect();
  try {
    const { rowCount } = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'callboard'`);
    if (rowCount === 0) {
      await client.query('CREATE DATABASE callboard');
    }
  } finally {
    await client.end();
  }
}

function stopServer(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) {
      resolve();
      return;
    }
    server.once('exit', () => resolve());
    server.kill('SIGINT');
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const delay = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
