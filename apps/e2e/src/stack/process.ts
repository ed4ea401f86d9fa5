import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..', '..');

/** A built process of ours under test. */
export interface StackProcess {
  readonly pid: number;
  /** The last lines it wrote, for the message of a failing test. */
  output(): string;
  /** Ends it politely, or as a power cut would. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts `<app>/dist/main.js` and waits until `readyUrl` answers 200. */
export async function startProcess(
  app: 'apps/api' | 'apps/worker',
  environment: Readonly<Record<string, string>>,
  readyUrl: string,
): Promise<StackProcess> {
  const child = spawn(process.execPath, ['--enable-source-maps', join(root, app, 'dist', 'main.js')], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const stop = (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => end(child, signal);
  try {
    await untilReady(readyUrl, child);
  } catch (error) {
    await stop('SIGKILL');
    throw new Error(`${app} did not become ready: ${String(error)}\n${output}`, { cause: error });
  }
  return { pid: child.pid ?? 0, output: () => output, stop };
}

/** Far above what a busy machine needs: it only ends the wait for a process that hangs. */
const secondsToBeReady = 90;

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + secondsToBeReady * 1_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) {
      throw new Error(`it ended with code ${child.exitCode}`);
    }
    const ready = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer 200 within ${secondsToBeReady} s`);
}

function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
