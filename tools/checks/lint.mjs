// ESLint's boundary rule says nothing at all while Nx has not read the workspace, so that comes first.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

const root = dirname(dirname(import.meta.dirname));
const env = { ...process.env, NX_DAEMON: 'false' };
const paths = process.argv.slice(2);

run('node_modules/nx/dist/bin/nx.js', ['show', 'projects'], 'ignore');
run(
  'node_modules/eslint/bin/eslint.js',
  ['--max-warnings', '0', ...(paths.length > 0 ? paths : ['.'])],
  'inherit',
);

function run(program, parameters, stdout) {
  const { status } = spawnSync(process.execPath, [join(root, program), ...parameters], {
    cwd: root,
    env,
    stdio: ['ignore', stdout, 'inherit'],
  });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
