import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testRedisUrl } from '@callboard/testing';
import { freePort } from '@callboard/platform';
import pg from 'pg';
import { parse } from 'yaml';
import { eventually } from './stack/api-client';

// No container engine is needed to know that the images' own commands do what compose.yml wants of them.

const root = join(import.meta.dirname, '../../..');
const dockerfile = readFileSync(join(root, 'docker/Dockerfile'), 'utf8');

/** The command of an image, read from the last stage of that name. */
function commandOf(target: string): string[] {
  const stage = dockerfile.split(/^FROM /m).find((text) => text.startsWith(`runtime AS ${target}\n`));
  const command = /^CMD (\[.*\])$/m.exec(stage ?? '')?.[1];
  return JSON.parse(command ?? '[]') as string[];
}

const compose = parse(readFileSync(join(root, 'docker/compose.yml'), 'utf8'), { merge: true }) as {
  services: { migrate: { command: string[] } };
};

async function createEmptyDatabase(): Promise<string> {
  const server = process.env.TEST_DATABASE_URL ?? '';
  const name = `compose_${Date.now()}`;
  const client = new pg.Client({ connectionString: server.replace(/[^/]+$/, 'postgres') });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return server.replace(/[^/]+$/, name);
}

describe('the commands of the images', () => {
  let environment: Record<string, string>;
  const running: ChildProcess[] = [];

  beforeAll(async () => {
    environment = {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      DATABASE_URL: await createEmptyDatabase(),
      REDIS_URL: testRedisUrl() ?? '',
      APP_ENCRYPTION_KEY: Buffer.alloc(32, 3).toString('base64'),
      APP_ENCRYPTION_KEY_PREVIOUS: '',
      PUBLIC_URL: 'https://calls.example.com',
      TRUST_PROXY: '',
      DATA_DIR: mkdtempSync(join(tmpdir(), 'callboard-image-')),
      PORT: String(await freePort()),
      WORKER_HEALTH_PORT: String(await freePort()),
    };
  });

  afterAll(() => running.forEach((child) => child.kill('SIGKILL')));

  const run = ([program = '', ...parameters]: string[]): ChildProcess => {
    const child = spawn(program, parameters, { cwd: root, env: environment, stdio: 'ignore' });
    running.push(child);
    return child;
  };

  it('migrate an empty database, once and again', () => {
    for (let time = 0; time < 2; time += 1) {
      const [program = '', ...parameters] = compose.services.migrate.command;
      const { status, stderr } = spawnSync(program, parameters, {
        cwd: root,
        env: environment,
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
  });

  it.each([
    ['api', 'PORT'],
    ['worker', 'WORKER_HEALTH_PORT'],
  ])('run %s until it is healthy, and end it politely', async (target, portName) => {
    const child = run(commandOf(target));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const url = `http://127.0.0.1:${environment[portName]}/readyz`;
    await eventually(
      () =>
        fetch(url).then(
          ({ status }) => status,
          () => 0,
        ),
      (status) => status === 200,
      30,
    );
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it.each(['api', 'worker'])('find every package %s needs among the production dependencies', (app) => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const dist = join(root, 'apps', app, 'dist');
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.js'),
    );
    const specifiers = files.flatMap((file) =>
      [
        ...readFileSync(join(dist, file), 'utf8').matchAll(
          /^(?:import|export) .*?["']([^"'.][^"']*)["'];$/gm,
        ),
      ].map(([, specifier = '']) => specifier),
    );
    const packages = specifiers
      .filter((specifier) => !specifier.startsWith('node:') && !builtinModules.includes(specifier))
      .map((specifier) =>
        specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    expect(packages.length).toBeGreaterThan(5);
    expect([...new Set(packages)].filter((name) => !(name in dependencies))).toEqual([]);
  });
});
