import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Callboard's worker as it is built for production, in a process of its own. */
export interface MeasuredWorker {
  /** Resident memory now, in MiB. */
  residentMiB(): number;
  /** The most it ever had, in MiB. */
  peakMiB(): number;
  stop(): Promise<void>;
}

const program = join(import.meta.dirname, '..', '..', '..', 'apps/worker/dist/main.js');

/** @param variables its whole environment, besides the path */
export async function startWorker(variables: Readonly<Record<string, string>>): Promise<MeasuredWorker> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', LOG_LEVEL: 'error', ...variables },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await untilReady(`http://127.0.0.1:${variables.WORKER_HEALTH_PORT}/readyz`, child);
  return {
    residentMiB: () => memory(child, 'VmRSS'),
    peakMiB: () => memory(child, 'VmHWM'),
    stop: async () => {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function memory({ pid }: ChildProcess, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1_024;
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) {
      throw new Error(`The worker ended with code ${child.exitCode}.`);
    }
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} was not ready within 30 s.`);
}
