import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  silentLog,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { RecordingsWork } from './recordings-work.fixture';

const root = join(__dirname, '../../../..');
const partId = '1772705700.123456';
const frame = Buffer.concat([Buffer.of(0xff, 0xe3, 0x28, 0xc4), Buffer.alloc(68, 1)]);
const file = Buffer.concat(Array.from({ length: 2_000 }, () => frame));

/** A PBX that gives half a file and then nothing, until it is told to give all. */
class StallingPbx {
  givesAll = false;
  begun = false;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<StallingPbx> {
    const server = createServer();
    const pbx = new StallingPbx(server);
    server.on('request', ({ url = '' }, response) => pbx.answer(url, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return pbx;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(url: string, response: ServerResponse): void {
    if (!url.startsWith('/file/')) {
      const link = `${this.url}/file/1-${partId}-101.mp3`;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ status: 'success', link }));
      return;
    }
    response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': file.length });
    if (this.givesAll) {
      response.end(file);
    } else {
      response.write(file.subarray(0, file.length / 2), () => (this.begun = true));
    }
  }
}

/** The worker as a process of its own, compiled as it is loaded. */
function startWorker(variables: Readonly<Record<string, string>>): ChildProcess {
  const code = `
    const { readFileSync } = require('node:fs');
    const { transformFileSync } = require('@swc/core');
    const { $schema, ...swc } = JSON.parse(readFileSync('.swcrc', 'utf8'));
    require.extensions['.ts'] = (module, path) => module._compile(
      transformFileSync(path, { ...swc, swcrc: false, module: { type: 'commonjs' } }).code, path);
    require('reflect-metadata');
    const { createWorker } = require('./apps/worker/src/create-worker.ts');
    const { createLog, parseEnvironment } = require('./libs/platform/src/index.ts');
    createWorker(parseEnvironment(${JSON.stringify(variables)}), createLog('worker', 'silent'));`;
  return spawn(process.execPath, ['--no-warnings', '-e', code], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

describe('a worker that is killed in the middle of a download', () => {
  let pbx: StallingPbx;
  let database: TestDatabase;
  let folder: string;
  let work: RecordingsWork;
  let child: ChildProcess | undefined;
  const clock = new FakeClock();

  beforeAll(async () => {
    pbx = await StallingPbx.start();
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'callboard-recordings-'));
    work = await RecordingsWork.open({
      pbx: { url: pbx.url, key: 'the-key', secret: 's3cret' },
      clock,
      environment: testEnvironment({ DATABASE_URL: database.url, DATA_DIR: folder }),
      log: silentLog(),
      foreignTables: ['employees', 'api_keys'].map(foreignTable),
    });
  });

  afterAll(async () => {
    child?.kill('SIGKILL');
    await work.close();
    await pbx.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('leaves no half file to be seen, and another worker fetches the whole one', async () => {
    await work.settings.update({ recordings: { archiveAutomatically: true } });
    clock.set(new Date(Date.now() - 60_000));
    await work.ended('in_1', { call_id_with_rec: partId });
    child = startWorker({
      ...{ DATABASE_URL: database.url, DATA_DIR: folder, PORT: '0', WORKER_HEALTH_PORT: '0' },
      APP_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      PBX_URL_ALLOW_PRIVATE: 'true',
    });
    for (let tries = 0; tries < 600 && !(pbx.begun && (await work.files()).length > 0); tries += 1) {
      await delay(50);
    }
    const exited = new Promise((resolve) => child?.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
    const [row] = await work.rows('in_1');
    expect(row).toMatchObject({ state: 'fetching', storage_key: null });
    expect((await work.files()).filter((path) => path.endsWith('.mp3'))).toEqual([]);
    expect((await work.files()).filter((path) => path.endsWith('.part'))).toHaveLength(1);

    pbx.givesAll = true;
    clock.set(new Date());
    expect(await work.attempt(row?.id ?? '')).toMatchObject({ effect: 'not_due' });
    clock.advance(61_000);
    expect(await work.attemptDue()).toEqual(['stored']);
    expect(await work.row(row?.id ?? '')).toMatchObject({ state: 'ready', size_bytes: String(file.length) });
  }, 60_000);
});
