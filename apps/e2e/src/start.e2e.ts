import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallItem, Page, Pbx, Playback, Recording, SetupState } from '@callboard/contracts';
import { createTestDatabase } from '@callboard/testing';
import { freePort } from '@callboard/platform';
import { type ApiClient, eventually, signIn } from './stack/api-client';

const root = join(import.meta.dirname, '../../..');

const built = join(root, 'tools/start/dist/main.js');

interface Started {
  readonly child: ChildProcess;
  output(): string;
  ended: Promise<number | null>;
}

/** What `npm start` runs once everything is built. */
function start(variables: Record<string, string>, command = [process.execPath, built]): Started {
  const [program = '', ...parameters] = command;
  const child = spawn(program, parameters, {
    cwd: root,
    env: { PATH: process.env.PATH, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, ended, output: () => output };
}

async function ready(started: Started): Promise<void> {
  await eventually(
    () => Promise.resolve(started.output()),
    (output) => {
      if (started.child.exitCode !== null) {
        throw new Error(`It ended with code ${started.child.exitCode}:\n${output}`);
      }
      return /^Callboard is ready on /m.test(output);
    },
    90,
  );
}

/** Ids of the process and everything below it. */
function familyOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  const children = existsSync(file) ? readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number) : [];
  return [pid, ...children.flatMap(familyOf)];
}

function isAlive(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  // A dead process whose parent has not asked for it yet is a zombie.
  return existsSync(file) && !/\) [ZX] /.test(readFileSync(file, 'utf8'));
}

const alive = (pids: number[]): number[] => pids.filter(isAlive);

describe('npm start', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'callboard-start-'));
  let port: number;
  let url: string;
  let demo: Started;

  const startDemo = async (): Promise<void> => {
    demo = start({ PORT: String(port), DATA_DIR: dataDir, HOST: '0.0.0.0' });
    await ready(demo);
  };

  beforeAll(async () => {
    port = await freePort();
    url = `http://localhost:${port}`;
    await startDemo();
  });

  afterAll(async () => {
    demo.child.kill('SIGTERM');
    await demo.ended;
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('says last that it is ready, and before that that it is the demo', () => {
    const lines = demo.output().trim().split('\n');
    expect(lines.at(-1)).toBe(`Callboard is ready on ${url}`);
    expect(demo.output()).toMatch(/This is the demo/);
  });

  it('offers the demo’s users, and lets them in', async () => {
    const state = (await (await fetch(`${url}/api/v1/setup`)).json()) as SetupState;
    expect(state.needed).toBe(false);
    expect(state.demo?.users.length).toBeGreaterThan(2);
    for (const user of state.demo?.users ?? []) {
      await signIn(url, user);
    }
  });

  it('has a company: people behind extensions, a past, and calls coming in', async () => {
    const client = await signIn(url, await administrator());
    const pbx = await client.request<Pbx>('GET', '/pbx');
    expect(pbx.body.extensions.filter(({ employeeId }) => employeeId).length).toBeGreaterThan(3);
    const page = await eventually(
      () => client.request<Page<CallItem>>('GET', '/calls?limit=200'),
      ({ body }) => body.items.length === 200,
      60,
    );
    expect(page.body.items.filter(({ contactName }) => contactName).length).toBeGreaterThan(100);
    await eventually(
      () =>
        client.request<Page<CallItem>>('GET', `/calls?from=${new Date(Date.now() - 300_000).toISOString()}`),
      ({ body }) => body.items.length > 0,
      60,
    );
  });

  it('lets every agent hear calls of the past week', async () => {
    for (const user of await users('agent')) {
      const client = await signIn(url, user);
      const { recording, durationSeconds } = await pastRecording(client);
      // 16 kbit/s.
      expect(Math.abs((await heard(client, recording)) / 2_000 - durationSeconds)).toBeLessThan(1);
    }
  });

  it('listens on this machine only', () => {
    const sockets = readFileSync('/proc/net/tcp', 'utf8');
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    expect(sockets).toContain(`0100007F:${hex}`);
    expect(sockets).not.toContain(`00000000:${hex}`);
  });

  it('refuses a second start on the same port in words', async () => {
    const second = start({ PORT: String(port), DATA_DIR: mkdtempSync(join(tmpdir(), 'callboard-start-')) });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`port ${port} is taken`);
  });

  it('starts a process that was killed again', async () => {
    const api = await eventually(() => Promise.resolve(apiProcess()), Boolean);
    process.kill(api ?? 0, 'SIGKILL');
    await eventually(
      () => Promise.resolve(demo.output()),
      (output) => output.includes('api is back.'),
      30,
    );
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  function apiProcess(): number | undefined {
    return familyOf(demo.child.pid ?? 0).find(
      (pid) => isAlive(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('apps/api/dist'),
    );
  }

  it('leaves nobody behind when it is killed, and starts again on the same data', async () => {
    const family = familyOf(demo.child.pid ?? 0);
    expect(family.length).toBeGreaterThan(4);
    const earlier = await signIn(url, await administrator());
    const { recording } = await pastRecording(earlier);
    const talk = await eventually(
      async () => (await earlier.request<Page<CallItem>>('GET', '/calls?status=talking')).body.items[0],
      (call) => call !== undefined,
      // Chance decides who talks; now and then nobody does for minutes.
      150,
    );
    demo.child.kill('SIGKILL');
    await demo.ended.catch(() => undefined);
    await eventually(
      () => Promise.resolve(alive(family)),
      (pids) => pids.length === 0,
      20,
    );
    const before = Date.now();
    await startDemo();
    expect(Date.now() - before).toBeLessThan(60_000);
    const client = await signIn(url, await administrator());
    const { body } = await client.request<Page<CallItem>>('GET', '/calls?limit=200');
    expect(body.items).toHaveLength(200);
    // The simulated PBX remembers nothing of its first life.
    expect(await heard(client, recording)).toBeGreaterThan(10_000);
    await eventually(
      () => client.request<CallItem>('GET', `/calls/${talk?.id}`),
      (call) => call.body.status === 'answered',
      30,
    );
  }, 300_000);

  it('ends everything within seconds when asked to', async () => {
    const family = familyOf(demo.child.pid ?? 0);
    const begun = Date.now();
    demo.child.kill('SIGTERM');
    expect(await demo.ended).toBe(0);
    expect(Date.now() - begun).toBeLessThan(12_000);
    await eventually(
      () => Promise.resolve(alive(family)),
      (pids) => pids.length === 0,
      5,
    );
  });

  async function users(wanted: 'admin' | 'agent'): Promise<{ email: string; password: string }[]> {
    const { demo: facts } = (await (await fetch(`${url}/api/v1/setup`)).json()) as SetupState;
    return facts?.users.filter(({ role }) => role === wanted) ?? [];
  }

  async function administrator(): Promise<{ email: string; password: string }> {
    const [user] = await users('admin');
    if (!user) {
      throw new Error('The demo offers no administrator');
    }
    return user;
  }

  /** A recording in one part, of a call before today's. */
  async function pastRecording(
    client: ApiClient,
  ): Promise<{ recording: Recording; durationSeconds: number }> {
    const to = new Date(Date.now() - 3_600_000).toISOString();
    const call = await eventually(
      async () => {
        const { body } = await client.request<Page<CallItem>>(
          'GET',
          `/calls?hasRecording=true&limit=200&to=${to}`,
        );
        return body.items.find((item) => item.recording?.mayListen && item.recording.parts === 1);
      },
      (found) => found !== undefined,
      60,
    );
    const { body } = await client.request<{ items: Recording[] }>('GET', `/calls/${call?.id}/recordings`);
    const [recording] = body.items;
    if (!call || !recording) {
      throw new Error('The call has no recording');
    }
    return { recording, durationSeconds: call.durationSeconds ?? 0 };
  }

  /** Bytes of the sound, as the player gets it. */
  async function heard(client: ApiClient, { id }: Recording): Promise<number> {
    // The PBX may need a moment to answer with a link.
    const { body } = await eventually(
      () => client.request<Playback>('POST', `/recordings/${id}/playback`, {}),
      ({ body: { mode } }) => mode !== 'pending',
      60,
    );
    const sound = await fetch(body.mode === 'remote' ? body.url : `no address: ${body.mode}`);
    expect([sound.status, sound.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
    return (await sound.arrayBuffer()).byteLength;
  }
});

describe('npm start with a bad environment', () => {
  it('lists all problems and ends with code 1', async () => {
    const started = start({ PORT: 'http', DATABASE_URL: 'mysql://localhost/crm', DATABSE_URL: 'x' });
    expect(await started.ended).toBe(1);
    expect(started.output()).toMatch(/PORT: .*\n.*DATABASE_URL: .*\n.*APP_ENCRYPTION_KEY: is required/s);
  });
});

describe('npm start on a database that was made for something else', () => {
  it('does not play the demo in a real one', async () => {
    const database = await createTestDatabase();
    const started = start({ DATABASE_URL: database.url, DEMO: 'true', PORT: String(await freePort()) });
    expect(await started.ended).toBe(1);
    expect(started.output()).toContain('This database holds real data');
    await database.drop();
  });
});

describe('npm start', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('ends with npm when that gets %s', async (signal) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'callboard-start-'));
    const database = await createTestDatabase();
    const started = start(
      {
        DATABASE_URL: database.url,
        APP_ENCRYPTION_KEY: Buffer.alloc(32, 5).toString('base64'),
        HOME: dataDir,
        PORT: String(await freePort()),
        WORKER_HEALTH_PORT: String(await freePort()),
        DATA_DIR: dataDir,
      },
      ['npm', 'start'],
    );
    await ready(started);
    const family = familyOf(started.child.pid ?? 0);
    expect(family.length).toBeGreaterThan(3);
    started.child.kill(signal);
    await eventually(
      () => Promise.resolve(alive(family)),
      (pids) => pids.length === 0,
      20,
    );
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });
});
