import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';

/** Where root keeps what the server's own account must reach. */
const sharedByRoot = '/var/lib/callboard';

/** Folder of the embedded cluster, and whether it had to move away from the data directory. */
export interface ClusterDirectory {
  readonly path: string;
  readonly moved: boolean;
}

/**
 * PostgreSQL refuses to run as root, and the account it runs as instead cannot enter a private home directory. Such
 * data directories keep their cluster under /var/lib, in a folder named by their path.
 */
export function clusterDirectory(dataDir: string, isRoot: boolean): ClusterDirectory {
  if (!isRoot || isWorldReachable(dataDir)) {
    return { path: join(dataDir, 'postgres'), moved: false };
  }
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const parent = join(sharedByRoot, name);
  createReachable(parent);
  return { path: join(parent, 'postgres'), moved: true };
}

/** Creates what is missing of a path so that other accounts may pass through it, whatever the umask is. */
function createReachable(path: string): void {
  if (existsSync(path)) {
    return;
  }
  createReachable(dirname(path));
  mkdirSync(path);
  chmodSync(path, 0o755);
}

function isWorldReachable(path: string): boolean {
  const passable = (statSync(path).mode & 0o001) !== 0;
  return passable && (path === dirname(path) || isWorldReachable(dirname(path)));
}

/** The key that protects secrets at rest: base64 of 32 bytes, made on the first start, readable by its owner only. */
export function encryptionKey(dataDir: string): string {
  const file = join(dataDir, 'encryption-key');
  if (!existsSync(file)) {
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}

/**
 * Creates the directory and makes sure that no other `npm start` uses it; a killed one is noticed after five seconds.
 *
 * @throws Error in words for the user.
 */
export async function holdDataDirectory(dataDir: string): Promise<void> {
  createReachable(dataDir);
  try {
    await lock(dataDir, {
      lockfilePath: join(dataDir, 'start.lock'),
      stale: 5_000,
      update: 2_000,
      retries: { retries: 8, factor: 1, minTimeout: 1_000 },
      // A laptop that slept finds its lock outdated; the port check keeps a second start away all the same.
      onCompromised: () => undefined,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') {
      throw error;
    }
    throw new Error(
      `Another Callboard runs on the data directory ${dataDir}. Stop it, or choose another DATA_DIR.`,
      { cause: error },
    );
  }
}
