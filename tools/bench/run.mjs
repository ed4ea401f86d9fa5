// Builds the benchmarks and the processes they measure, then runs one: `npm run bench:intake`, `npm run bench:recordings`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const [name, ...rest] = process.argv.slice(2);
const step = (args) => {
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
};

step([
  join(root, 'node_modules/nx/dist/bin/nx.js'),
  'run-many',
  '-t',
  'build',
  '-p',
  '@callboard/api,@callboard/worker,@callboard/bench',
]);
step([join(import.meta.dirname, 'dist', `${name}.js`), ...rest]);
