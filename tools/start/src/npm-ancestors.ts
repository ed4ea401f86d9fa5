import { readFileSync } from 'node:fs';

const interval = 500;

/**
 * Tells when npm, or the shell it runs us in, is gone. npm hands SIGTERM to that shell only, which ends without a word
 * to us; without this we would stay behind.
 */
export function whenNpmEnds(tell: () => void): void {
  if (!process.env.npm_lifecycle_event) {
    return;
  }
  const watched = ancestorsUpToNpm();
  const timer = setInterval(() => {
    if (!watched.every(isAlive)) {
      clearInterval(timer);
      tell();
    }
  }, interval);
  timer.unref();
}

/** Our parent, and on Linux those above it as far as npm itself; npm's own parent is none of our business. */
function ancestorsUpToNpm(): number[] {
  const ancestors = [process.ppid];
  for (let pid = process.ppid; ancestors.length < 4;) {
    const { command, parent } = describe(pid);
    if (command.startsWith('npm')) {
      return ancestors;
    }
    if (parent <= 1) {
      break;
    }
    ancestors.push(parent);
    pid = parent;
  }
  return [process.ppid];
}

function describe(pid: number): { command: string; parent: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return {
      command: readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
      parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0),
    };
  } catch {
    return { command: '', parent: 0 };
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
