// Compares docs/openapi.json with what the API says of itself; `--write` renews the file.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = dirname(dirname(import.meta.dirname));
const file = join(root, 'docs/openapi.json');

build();
const current = execFileSync(process.execPath, [join(root, 'apps/api/dist/print-openapi.js')], {
  encoding: 'utf8',
  maxBuffer: 1e8,
});
const known = existsSync(file) ? readFileSync(file, 'utf8') : '';
if (process.argv.includes('--write')) {
  writeFileSync(file, current);
  console.log('docs/openapi.json is renewed.');
} else if (known === current) {
  console.log(
    `docs/openapi.json describes all ${Object.keys(JSON.parse(current).paths).length} paths of the API.`,
  );
} else {
  console.error(
    `docs/openapi.json does not fit the API: ${differingPaths().join(', ') || 'outside of the paths'}.`,
  );
  console.error('Renew it with: npm run check:openapi -- --write');
  process.exit(1);
}

function build() {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/nx/dist/bin/nx.js'), 'build', '@callboard/api'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' } },
  );
  if (status !== 0) {
    console.error(stdout);
    process.exit(1);
  }
}

function differingPaths() {
  const [before, after] = [known || '{}', current].map((text) => JSON.parse(text).paths ?? {});
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (path) => JSON.stringify(before[path]) !== JSON.stringify(after[path]),
  );
}
