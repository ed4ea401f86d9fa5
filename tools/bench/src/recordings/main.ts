import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, parseEnvironment } from '@callboard/platform';
import { startSimulator } from '@callboard/zadarma-sim';
import { Command } from 'commander';
import { startStores } from '../intake/stores';
import { figure, printTable } from '../intake/table';
import { openAccount } from './account';
import { shortcomings } from './budgets';
import { startWorker } from './measured-worker';

const program = new Command('bench:recordings')
  .description(
    'Many recordings at once, one in five failing at first: memory of the worker and requests per minute.',
  )
  .option('--recordings <n>', 'how many', Number, 200)
  .option('--seconds <n>', 'length of each', Number, 60)
  .option('--minutes <n>', 'how long to wait for the last', Number, 15)
  .option('--growth <MiB>', 'how much more memory than idle the worker may take', Number, 128)
  .addHelpText(
    'after',
    '\nEnds with 1 if one is not ready, half a file is left, a request was refused or memory grew.',
  )
  .parse();
const options = program.opts<{ recordings: number; seconds: number; minutes: number; growth: number }>();

/** The busiest minute of a list of moments. */
function mostInAMinute(moments: readonly number[]): number {
  return Math.max(...moments.map((from) => moments.filter((at) => at >= from && at < from + 60_000).length));
}

/** Megabytes of finished files below a folder; half ones would be counted as `half`. */
function stored(folder: string): { files: number; half: number; megabytes: number } {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const files = names.filter((name) => name.endsWith('.mp3'));
  const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  return {
    files: files.length,
    half: names.filter((name) => name.endsWith('.part')).length,
    megabytes: bytes / 1e6,
  };
}

console.log(`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})`);
const stores = await startStores();
const simulator = await startSimulator();
const folder = mkdtempSync(join(tmpdir(), 'callboard-bench-recordings-'));
const variables = {
  DATABASE_URL: await stores.database('recordings'),
  ...(stores.redisUrl && { REDIS_URL: stores.redisUrl }),
  DATA_DIR: folder,
  APP_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  PBX_URL_ALLOW_PRIVATE: 'true',
  WORKER_HEALTH_PORT: String(await freePort()),
};
const account = await openAccount(parseEnvironment(variables));
try {
  await account.connect(simulator);
  const calls = simulator.addHistory(
    Array.from({ length: options.recordings }, (_, index) => ({
      direction: 'in' as const,
      number: `486001${String(index).padStart(5, '0')}`,
      startedAt: new Date(Date.now() - 3_600_000).toISOString(),
      durationSeconds: options.seconds,
    })),
  );
  const failures = Math.ceil(options.recordings / 10);
  simulator.addFault({ target: 'recording', kind: 'not-ready', times: failures });
  simulator.addFault({ target: 'recording', kind: 'dead-link', times: failures });
  const worker = await startWorker(variables);
  const idleMiB = worker.residentMiB();
  const begun = Date.now();
  await account.endCalls(calls);
  let states = await account.states();
  while (states.ready !== options.recordings && Date.now() - begun < options.minutes * 60_000) {
    await delay(1_000);
    states = await account.states();
  }
  const seconds = (Date.now() - begun) / 1_000;
  const peakMiB = worker.peakMiB();
  await worker.stop();
  const asked = simulator.requests('/v1/pbx/record/request');
  const refused = asked.filter(({ status }) => status === 429).length;
  const { files, half, megabytes } = stored(join(folder, 'recordings'));
  const growthMiB = peakMiB - idleMiB;
  printTable(
    `${options.recordings} recordings of ${options.seconds} s at once, ${failures * 2} attempts failing`,
    [
      {
        ready: `${states.ready ?? 0} of ${options.recordings}`,
        'files (half)': `${files} (${half}), ${figure(megabytes)} MB`,
        seconds: figure(seconds),
        'requests, busiest minute': `${asked.length}, ${mostInAMinute(asked.map(({ at }) => Date.parse(at)))}`,
        'refused (429)': String(refused),
        'worker idle → peak MiB': `${figure(idleMiB)} → ${figure(peakMiB)}`,
      },
    ],
  );
  const found = shortcomings(
    { ready: states.ready ?? 0, files, half, refused, growthMiB },
    { recordings: options.recordings, growthMiB: options.growth },
  );
  if (found.length > 0) {
    console.error(`\nNot within the budget: ${found.join('; ')}.`);
    process.exitCode = 1;
  }
} finally {
  await account.close();
  await simulator.close();
  await stores.stop();
  rmSync(folder, { recursive: true, force: true });
}
