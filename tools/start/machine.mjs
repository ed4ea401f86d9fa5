import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const chromiumPrograms = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * What the tests need beside npm packages. As root on Debian or Ubuntu, what is missing is installed.
 *
 * @returns {{ redis: boolean, chromium: string | undefined }} `chromium` is the program's path.
 */
export function prepareMachine() {
  const missing = missingPackages();
  if (missing.length > 0 && canInstall()) {
    console.log(`Installing ${missing.join(' and ')} with apt-get (once) …`);
    aptInstall(missing);
  }
  return { redis: runs('redis-server'), chromium: findChromium() };
}

function missingPackages() {
  return [...(runs('redis-server') ? [] : ['redis-server']), ...(findChromium() ? [] : ['chromium'])];
}

function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  return [...(given ? [given] : []), ...chromiumPrograms]
    .map(resolveProgram)
    .find((path) => path && runs(path));
}

function resolveProgram(name) {
  const { status, stdout } = spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Ubuntu's `chromium` package may install a stub that only says it is none, so the program is asked. */
function runs(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

function canInstall() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

function aptInstall(packages) {
  // RUNLEVEL=1 keeps Debian from starting the servers: each test run starts its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...parameters) =>
    spawnSync('apt-get', ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120', ...parameters], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 600_000,
    }).status === 0;
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    if (apt('update', '-q') && apt('install', '-y', '-q', '--no-install-recommends', ...packages)) {
      return;
    }
  }
  console.error(`apt-get could not install ${packages.join(', ')}.`);
}
