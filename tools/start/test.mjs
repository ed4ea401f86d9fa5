import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll, root } from './build.mjs';
import { prepareMachine } from './machine.mjs';

const jest = join(root, 'node_modules/jest/bin/jest.js');
const nodeProject = 'tools/start/jest.node.cjs';
const reports = join(root, 'tmp', 'test-reports');
const requireAll = process.env.REQUIRE_ALL_TESTS === '1';
const tierNames = ['unit', 'integration', 'e2e'];
// Ends a run that hangs; far above what a slow machine needs.
const minutesAllowed = { unit: 10, integration: 20, e2e: 25 };
const cores = Math.max(2, availableParallelism());
// Integration specs wait for their servers, so one process more than there are cores finds something to do. Browsers need
// the cores themselves: with one more of them, our answers come so late that they are others.
const workers = { unit: cores, integration: cores + 1, e2e: cores };

const { values: options, positionals: patterns } = parseArgs({
  allowPositionals: true,
  options: { tier: { type: 'string', multiple: true } },
});
const wanted = options.tier ?? tierNames;
const unknown = wanted.filter((name) => !tierNames.includes(name));
if (unknown.length > 0) {
  console.error(`There is no tier ${unknown.join(', ')}; the tiers are ${tierNames.join(', ')}.`);
  process.exit(1);
}

const results = [];
for (const name of tierNames.filter((tier) => wanted.includes(tier))) {
  results.push(await runTier(name));
}
process.exitCode = summarize(results) ? 0 : 1;

async function runTier(name) {
  console.log(`\n── ${name} tests ${'─'.repeat(60 - name.length)}`);
  if (name === 'unit') {
    const flags = ['--testPathIgnorePatterns', String.raw`\.int\.spec\.`, '/node_modules/'];
    return runJest(name, [nodeProject, 'apps/web'], flags, { CALLBOARD_TEST_TIER: 'unit' });
  }
  const machine = prepareMachine();
  if (name === 'integration') {
    const missing = machine.redis ? [] : ['redis-server'];
    warnAbout(missing, 'tests of the Redis queue');
    return runJest(name, [nodeProject], ['--testMatch', '**/*.int.spec.ts'], {});
  }
  const missing = [...(machine.redis ? [] : ['redis-server']), ...(machine.chromium ? [] : ['chromium'])];
  if (missing.length > 0) {
    warnAbout(missing, 'all end-to-end tests');
    return { name, passed: 0, failed: 0, skipped: endToEndFiles().length, seconds: 0 };
  }
  buildAll();
  return runJest(name, ['apps/e2e'], [], { CHROMIUM_PATH: machine.chromium });
}

function endToEndFiles() {
  return readdirSync(join(root, 'apps/e2e/src'), { recursive: true }).filter((file) =>
    file.endsWith('.e2e.ts'),
  );
}

function warnAbout(missing, what) {
  if (missing.length > 0) {
    const line = `SKIPPING ${what}: ${missing.join(' and ')} not found. Install with: apt-get install ${missing.join(' ')}`;
    console.warn(`\n${'!'.repeat(line.length)}\n${line}\n${'!'.repeat(line.length)}\n`);
  }
}

/** Runs Jest over the projects in one process and counts; a run over its time counts as one failure. */
async function runJest(name, projectPaths, flags, environment) {
  const report = join(reports, `${name}.json`);
  mkdirSync(reports, { recursive: true });
  rmSync(report, { force: true });
  const begun = Date.now();
  const parameters = [
    ...['--projects', ...projectPaths],
    ...['--json', '--outputFile', report, '--passWithNoTests'],
    ...['--maxWorkers', String(workers[name])],
    ...['--testSequencer', join(root, 'tools/start/long-first.cjs')],
    ...flags,
    ...(patterns.length > 0 ? ['--testPathPatterns', ...patterns] : []),
  ];
  const ended = await run(parameters, minutesAllowed[name] * 60_000, environment);
  const seconds = (Date.now() - begun) / 1000;
  if (!existsSync(report)) {
    return {
      name,
      passed: 0,
      failed: 1,
      skipped: 0,
      seconds,
      problem: `Jest ended without a report (${ended})`,
    };
  }
  const counts = JSON.parse(readFileSync(report, 'utf8'));
  const failed = counts.numFailedTests + suitesThatDidNotRun(counts);
  return {
    name,
    passed: counts.numPassedTests,
    failed: ended === 'code 0' ? failed : Math.max(1, failed),
    skipped: counts.numPendingTests + counts.numTodoTests,
    seconds,
    ...(ended === 'code 0' || failed > 0 ? {} : { problem: `Jest ended with ${ended}` }),
  };
}

function suitesThatDidNotRun(counts) {
  return counts.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  ).length;
}

function run(parameters, limit, environment) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [jest, ...parameters], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'test', ...environment },
      // --json writes the report to stdout as well unless it goes to a file; the readable report is on stderr.
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, limit);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(
        timedOut ? `no end within ${limit / 60_000} min` : signal ? `signal ${signal}` : `code ${code}`,
      );
    });
  });
}

/** Prints the counts per tier and, as the last line, their sum; true if the run counts as good. */
function summarize(tiers) {
  console.log('');
  for (const { name, passed, failed, skipped, seconds, problem } of tiers) {
    const counts = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
    console.log(`${name.padEnd(12)} ${counts} in ${seconds.toFixed(1)} s${problem ? `: ${problem}` : ''}`);
  }
  const sum = (field) => tiers.reduce((total, tier) => total + tier[field], 0);
  const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map(sum);
  const skipsFail = requireAll && skipped > 0;
  if (skipsFail) {
    console.log('REQUIRE_ALL_TESTS=1: a skipped test is a failure.');
  }
  const [shownFailed, shownSkipped] = skipsFail ? [failed + skipped, 0] : [failed, skipped];
  console.log(`${passed} passed, ${shownFailed} failed${shownSkipped ? `, ${shownSkipped} skipped` : ''}`);
  return shownFailed === 0 && passed > 0;
}
