import { execFileSync } from 'node:child_process';

/** The account PostgreSQL runs as when we are root; undefined when we are not. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const accountId = (flag: '-u' | '-g'): number =>
  Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }));

/** The `postgres` account, created on the first use; undefined for ordinary users, who run the server themselves. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  try {
    return { uid: accountId('-u'), gid: accountId('-g') };
  } catch {
    execFileSync('groupadd', ['--force', 'postgres']);
    execFileSync('useradd', [
      '--gid',
      'postgres',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ]);
    return { uid: accountId('-u'), gid: accountId('-g') };
  }
}
