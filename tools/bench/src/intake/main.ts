import { Command, Option } from 'commander';
import { cpus } from 'node:os';
import { compareIntake } from './compare-intake';
import { compareStart } from './compare-start';
import { startStores } from './stores';
import { printTable } from './table';

const program = new Command('bench:intake')
  .description(
    'Webhook intake and NOTIFY_START against a bare Fastify server, in the same run, on both queue backends.',
  )
  .option('--seconds <n>', 'length of one measurement', Number, 10)
  .option('--rounds <n>', 'measurements of each server, alternating; odd', Number, 3)
  .addOption(new Option('--backend <name>', 'only this queue backend').choices(['postgres', 'redis']))
  .addOption(new Option('--part <name>', 'only this comparison').choices(['intake', 'start']))
  .option('--rows <n>', 'contacts and calls in the database for NOTIFY_START', Number, 1_000_000)
  .parse();

interface Options {
  readonly seconds: number;
  readonly rounds: number;
  readonly rows: number;
  readonly backend?: 'postgres' | 'redis';
  readonly part?: 'intake' | 'start';
}

const { seconds, rounds, rows, backend: chosen, part } = program.opts<Options>();

console.log(
  `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${rounds} × ${seconds} s each`,
);
const stores = await startStores();
try {
  if (!stores.redisUrl) {
    console.log('redis-server is not installed: the Redis backend is not measured.');
  }
  const installed = stores.redisUrl ? (['postgres', 'redis'] as const) : (['postgres'] as const);
  const backends = installed.filter((backend) => !chosen || backend === chosen);
  if (part !== 'start') {
    const results = [];
    for (const backend of backends) {
      results.push(await compareIntake({ stores, backend, seconds, rounds }));
    }
    printTable('Webhook intake (worker stopped in both), requests per second, budget ≥ 0.7', results);
  }
  if (part !== 'intake') {
    const results = [];
    for (const backend of backends) {
      results.push(await compareStart({ stores, backend, seconds, rounds, rows }));
    }
    printTable(
      `NOTIFY_START with ${rows.toLocaleString('en')} contacts and calls, p99 at the same rate, budget ≤ 2`,
      results,
    );
  }
} finally {
  await stores.stop();
}
