import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const root = dirname(dirname(import.meta.dirname));

/** What each project's build leaves behind. */
const outputs = {
  api: 'apps/api/dist/main.js',
  worker: 'apps/worker/dist/main.js',
  web: 'apps/web/dist/index.html',
  'zadarma-sim': 'tools/zadarma-sim/dist/main.js',
  start: 'tools/start/dist/main.js',
};

const stampFile = join(root, 'node_modules', '.cache', 'callboard', 'built');
const sourceFolders = ['apps', 'libs', 'tools'];
const configFiles = ['package-lock.json', 'nx.json', 'tsconfig.base.json'];
const notSource = new Set(['node_modules', 'dist', 'out-tsc', 'tmp', 'coverage', '.data']);

/**
 * Builds everything `npm start` runs. Nx needs two seconds to find out that nothing changed, so a fingerprint of the
 * sources' names, sizes and times is asked first. Ends the process with the build's output if it fails.
 */
export function buildAll() {
  const fingerprint = sourceFingerprint();
  const complete = Object.values(outputs).every((file) => existsSync(join(root, file)));
  if (complete && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint) {
    return;
  }
  console.log('Building (the first time takes about half a minute) …');
  const projects = Object.keys(outputs).map((name) => `@callboard/${name}`);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/nx/dist/bin/nx.js'),
      'run-many',
      '-t',
      'build',
      '-p',
      ...projects,
      '--outputStyle=stream',
    ],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NODE_ENV: 'production' },
    },
  );
  if (status !== 0) {
    console.error(`${stdout}\n${stderr}\nThe build failed; its messages are above.`);
    process.exit(1);
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, fingerprint);
}

function sourceFingerprint() {
  const hash = createHash('sha256');
  const files = sourceFolders.flatMap((folder) => filesBelow(join(root, folder)));
  for (const file of [...files, ...configFiles.map((name) => join(root, name))]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return notSource.has(entry.name) ? [] : filesBelow(path);
    }
    return entry.isFile() ? [path] : [];
  });
}
