import { Command } from 'commander';
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
  .option('--rows <n>', 'contacts and calls in the database for NOTIFY_START', Number, 1_000_000)
  .parse();

const { seconds, rounds, rows } = program.opts<{ seconds: number; rounds: number; rows: number }>();

console.log(
  `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${rounds} × ${seconds} s each`,
);
const stores = await startStores();
try {
  const backends = stores.redisUrl ? (['postgres', 'redis'] as const) : (['postgres'] as const);
  if (!stores.redisUrl) {
    console.log('redis-server is not installed: the Redis backend is not measured.');
  }
  const intake = [];
  for (const backend of backends) {
    intake.push(await compareIntake({ stores, backend, seconds, rounds }));
  }
  printTable('Webhook intake (worker stopped in both), requests per second, budget ≥ 0.7', intake);
  const start = [];
  for (const backend of backends) {
    start.push(await compareStart({ stores, backend, seconds, rounds, rows }));
  }
  printTable(
    `NOTIFY_START with ${rows.toLocaleString('en')} contacts and calls, p99 at the same rate, budget ≤ 2`,
    start,
  );
} finally {
  await stores.stop();
}
