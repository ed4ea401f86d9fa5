import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fchownSync, openSync, readFileSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ServerUser } from './server-user';

/** The password of a cluster's superuser, and the file that keeps it. */
export interface ClusterPassword {
  readonly file: string;
  /** Letters, digits, `-` and `_` alone, so that it stands in a URL as it is. */
  readonly value: string;
}

/**
 * The password of the cluster in `directory`, from `<directory>.password`. Made where neither cluster nor file exist,
 * readable by the server's account alone.
 *
 * @throws Error in words for the user if the cluster exists but its password does not.
 */
export function clusterPassword(
  directory: string,
  clusterExists: boolean,
  user: ServerUser | undefined,
): ClusterPassword {
  const file = `${resolve(directory)}.password`;
  if (!existsSync(file)) {
    if (clusterExists) {
      throw new Error(missing(directory, file));
    }
    create(file, user);
  }
  return { file, value: readFileSync(file, 'utf8').trim() };
}

function create(file: string, user: ServerUser | undefined): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    if (user) {
      fchownSync(descriptor, user.uid, user.gid);
    }
    writeSync(descriptor, `${randomBytes(32).toString('base64url')}\n`);
  } finally {
    closeSync(descriptor);
  }
}

const missing = (directory: string, file: string): string =>
  `The database in ${directory} has no password file ${file}. ` +
  'Put the file back from your backup. If an earlier version of Callboard made the database: delete the directory ' +
  'where it holds nothing you need (the demo); else, while that version runs, set a password of letters and digits ' +
  "(ALTER ROLE callboard PASSWORD '…'), write it into the file, replace trust by scram-sha-256 in pg_hba.conf of the " +
  'directory, and start again.';
