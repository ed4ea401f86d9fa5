import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  silentLog,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { RecordingsWork } from './recordings-work.fixture';

/** A silent frame of MPEG-1 layer III, 320 kbit/s at 44.1 kHz. */
const frame = Buffer.concat([Buffer.of(0xff, 0xfb, 0xe0, 0xc4), Buffer.alloc(1_040)]);
const block = Buffer.concat(Array.from({ length: 1_000 }, () => frame));
const blocks = 40;
const fileBytes = block.length * blocks;
const howMany = 6;

/** A PBX whose every recording is half an hour of talk in the best quality. */
async function startPbx(): Promise<Server> {
  const server = createServer(({ url = '' }, response) => answer(server, url, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function answer(server: Server, url: string, response: ServerResponse): void {
  if (url.startsWith('/file/')) {
    response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': fileBytes });
    Readable.from(Array.from({ length: blocks }, () => block)).pipe(response);
    return;
  }
  const id = new URL(url, urlOf(server)).searchParams.get('call_id');
  response.end(JSON.stringify({ status: 'success', link: `${urlOf(server)}/file/1-${id}-101.mp3` }));
}

describe('large recordings at once', () => {
  let pbx: Server;
  let database: TestDatabase;
  let folder: string;
  let work: RecordingsWork;
  const clock = new FakeClock();

  beforeAll(async () => {
    pbx = await startPbx();
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'callboard-recordings-'));
    work = await RecordingsWork.open({
      pbx: { url: urlOf(pbx), key: 'the-key', secret: 's3cret' },
      clock,
      environment: testEnvironment({ DATABASE_URL: database.url, DATA_DIR: folder }),
      log: silentLog(),
      foreignTables: ['employees', 'api_keys'].map(foreignTable),
    });
    await work.settings.update({ recordings: { archiveAutomatically: true } });
  });

  afterAll(async () => {
    await work.close();
    pbx.closeAllConnections();
    await new Promise((resolve) => pbx.close(resolve));
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('pass through memory piece by piece', async () => {
    for (let index = 0; index < howMany; index += 1) {
      await work.ended(`in_${index}`, { call_id_with_rec: `1772705700.${index}` });
    }
    clock.advance(40_000);
    const due = await work.recordings.due(howMany);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 5);
    const results = await Promise.all(due.map(({ id }) => work.attempt(id)));
    clearInterval(timer);
    expect(results.map((result) => 'sizeBytes' in result && result.sizeBytes)).toEqual(
      Array.from({ length: howMany }, () => fileBytes),
    );
    // What was read and not yet collected counts as well, so this is far more than is held at a time.
    expect(most - before).toBeLessThan((howMany * fileBytes) / 2);
    // A quarter of a gigabyte is written, and disks differ.
  }, 180_000);
});
