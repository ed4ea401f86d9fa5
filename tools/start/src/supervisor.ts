import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** A child process of `npm start`. */
export interface ProcessSpec {
  readonly name: string;
  /** Built entry point. */
  readonly script: string;
  readonly parameters?: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Only what it writes to standard error is worth showing. */
  readonly quiet?: boolean;
  /** Answers 200 when the process can do its work. */
  readonly readyUrl: string;
  /** Runs each time the process has become ready, so also after a restart. */
  readonly whenReady?: () => Promise<void>;
}

/** What the supervisor tells its owner. */
export interface SupervisorEvents {
  /** A line that a process wrote. */
  line(process: string, line: string): void;
  /** Something the user should know. */
  notice(text: string): void;
  /** A process does not stay up; everything should end. */
  giveUp(reason: string): void;
}

const readyWithin = 60_000;
const closeWithin = 11_000;
const crashWindow = 60_000;
const crashesAllowed = 5;

/** Starts processes in this process group, starts crashed ones again and ends them all together. */
export class Supervisor {
  private readonly running = new Map<string, ChildProcess>();
  private readonly crashes = new Map<string, number[]>();
  private stopping = false;

  constructor(private readonly events: SupervisorEvents) {}

  /**
   * Starts a process and waits until it is ready. On an overloaded machine a first attempt may run into its own
   * time-outs, so there is a second one.
   *
   * @throws Error if it ends before that, or is not ready within a minute; its own lines say why.
   */
  async start(spec: ProcessSpec): Promise<void> {
    try {
      await this.tryToStart(spec);
    } catch (error) {
      if (this.stopping) {
        throw error;
      }
      this.events.notice(`${(error as Error).message}; it starts again.`);
      await this.tryToStart(spec);
    }
  }

  /** Asks all processes to close and waits; whoever needs too long is killed. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.running.values()].map(close));
  }

  private async tryToStart(spec: ProcessSpec): Promise<void> {
    const child = this.spawn(spec);
    try {
      await untilReady(spec, child);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
    child.once('exit', (code, signal) => void this.startAgain(spec, signal ?? `code ${code}`));
    await spec.whenReady?.();
  }

  private spawn(spec: ProcessSpec): ChildProcess {
    const tether = join(import.meta.dirname, 'tether.js');
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', '--import', tether, spec.script, ...(spec.parameters ?? [])],
      { env: spec.environment, stdio: ['ignore', spec.quiet ? 'ignore' : 'pipe', 'pipe', 'ipc'] },
    );
    this.running.set(spec.name, child);
    child.once('exit', () => {
      if (this.running.get(spec.name) === child) {
        this.running.delete(spec.name);
      }
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) {
        createInterface(stream).on('line', (line) => {
          if (!this.stopping) {
            this.events.line(spec.name, line);
          }
        });
      }
    }
    return child;
  }

  private async startAgain(spec: ProcessSpec, how: string): Promise<void> {
    while (!this.stopping) {
      const recent = this.rememberCrash(spec.name);
      if (recent > crashesAllowed) {
        this.events.giveUp(`${spec.name} ended ${recent} times within a minute, last with ${how}.`);
        return;
      }
      const seconds = 0.5 * 2 ** (recent - 1);
      this.events.notice(`${spec.name} ended with ${how}; it starts again in ${seconds} s.`);
      await pause(seconds * 1000);
      if (await this.startedAgain(spec)) {
        return;
      }
    }
  }

  private async startedAgain(spec: ProcessSpec): Promise<boolean> {
    if (this.stopping) {
      return true;
    }
    try {
      await this.tryToStart(spec);
      this.events.notice(`${spec.name} is back.`);
      return true;
    } catch (error) {
      this.events.notice(`${spec.name} did not start: ${(error as Error).message}`);
      return false;
    }
  }

  private rememberCrash(name: string): number {
    const now = Date.now();
    const recent = [...(this.crashes.get(name) ?? []), now].filter((moment) => moment > now - crashWindow);
    this.crashes.set(name, recent);
    return recent.length;
  }
}

async function untilReady(spec: ProcessSpec, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + readyWithin;
  while (Date.now() < deadline) {
    if (hasEnded(child)) {
      throw new Error(
        `${spec.name} ended with ${child.signalCode ?? `code ${child.exitCode}`} while starting`,
      );
    }
    if ((await answers(spec.readyUrl)) && !hasEnded(child)) {
      return;
    }
    await pause(50);
  }
  throw new Error(`${spec.name} was not ready within ${readyWithin / 1000} s`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** Cutting the tether makes the child close as on SIGTERM, without a second signal where it got one already. */
function close(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (hasEnded(child)) {
      resolve();
      return;
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), closeWithin);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    if (child.connected) {
      child.disconnect();
    }
  });
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
