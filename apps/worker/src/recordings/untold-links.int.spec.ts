import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RECORDING_STORE, type RecordingStore, RecordingsService } from '@callboard/recordings';
import {
  capturedLog,
  createTestDatabase,
  everythingIn,
  FakeClock,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { Inbox, ZadarmaSettingsService } from '@callboard/zadarma';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { createWorker } from '../create-worker';
import { CallUpdater } from '../zadarma-events/call-updater.service';

const account = { key: 'key-of-the-account', secret: 'secret-of-the-account' };
const frame = Buffer.concat([Buffer.of(0xff, 0xe3, 0x28, 0xc4), Buffer.alloc(68, 1)]);
const audio = Buffer.concat(Array.from({ length: 100 }, () => frame));

/** What the PBX does where its file is asked for; every answer repeats the link, as a careless server might. */
const atTheFile = {
  stored: (response, _link) => response.end(audio),
  demanded: (response, _link) => response.end(audio),
  dead_link: (response, link) => response.writeHead(404).end(`Nothing at ${link}`),
  broken: (response, link) => response.writeHead(500).end(`<p>${link}</p>`),
  to_the_inside: (response, link) =>
    response.writeHead(302, { location: link.replace(/^http:\/\/[^/]+/, 'https://192.168.1.1') }).end(),
  to_plain_http: (response, link) =>
    response.writeHead(302, { location: link.replace(/127[^/]+/, 'api.zadarma.com') }).end(),
  round: (response, link) => response.writeHead(302, { location: link }).end(),
  to_nonsense: (response, link) => response.writeHead(302, { location: `https://[${link}` }).end(),
  truncated: (response, _link) => {
    response.writeHead(200, { 'content-length': 2 * audio.length });
    response.write(audio, () => response.destroy());
  },
  reset: (response, _link) => response.destroy(),
  no_http: (response, link) => response.socket?.end(`HTTP/1.1 ${link}\r\n\r\n`),
  page: (response, link) => response.setHeader('content-type', 'text/html').end(`<a href="${link}">`),
  no_audio: (response, link) => response.end(link),
  too_large: (response, _link) => response.writeHead(200, { 'content-length': 3 * 1024 ** 3 }).write(audio),
} satisfies Record<string, (response: ServerResponse, link: string) => unknown>;

const success = { status: 'success' };

/** What it answers to the request for a link instead of `{"status":"success","link":…}`. */
const atTheRequest = {
  elsewhere: (link) => [200, { ...success, link: link.replace(/127[^/]+/, 'files.example.com') }],
  nonsense: (link) => [200, { ...success, link: `https://[${link}` }],
  unexpected: (link) => [200, { ...success, links: { [link]: link } }],
  gateway: (link) => [502, { status: 'error', link }],
  garbage: (link) => [200, `{"status":"success","link":"${link}`],
} satisfies Record<string, (link: string) => [number, object | string]>;

const instead: Readonly<Record<string, (link: string) => [number, object | string]>> = atTheRequest;

const reasons: Record<keyof typeof atTheFile | keyof typeof atTheRequest, unknown> = {
  stored: null,
  demanded: null,
  dead_link: 'recording_dead_link',
  broken: 'gateway_trouble',
  to_the_inside: 'address_not_allowed',
  to_plain_http: 'address_not_allowed',
  round: 'gateway_trouble',
  to_nonsense: 'recording_dead_link',
  truncated: 'recording_truncated',
  reset: 'unreachable',
  no_http: expect.any(String),
  page: 'recording_not_audio',
  no_audio: 'recording_not_audio',
  too_large: 'recording_too_large',
  elsewhere: 'address_not_allowed',
  nonsense: 'recording_dead_link',
  unexpected: 'unexpected_answer',
  gateway: 'gateway_trouble',
  garbage: expect.any(String),
};
const kinds = Object.keys(reasons);
const pbxCallIdOf = (kind: string): string => `in_${kind}`;
const partKeyOf = (kind: string): string => `1772705700.${1_000 + kinds.indexOf(kind)}`;

/** A PBX that gives links with tokens it remembers, and misbehaves as the id of the part says. */
class TellingPbx {
  /** Tokens of all the links so far, with what they open. */
  readonly tokens = new Map<string, string>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<TellingPbx> {
    const server = createServer();
    const pbx = new TellingPbx(server);
    server.on('request', ({ url = '' }, response) => void pbx.answer(new URL(url, pbx.url), response));
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

  private answer(url: URL, response: ServerResponse): unknown {
    const token = /^\/v1\/pbx\/record\/download\/([0-9a-f]+)\//.exec(url.pathname)?.[1];
    if (token !== undefined) {
      const kind = this.tokens.get(token) ?? '';
      return atTheFile[kind as keyof typeof atTheFile](response, url.href);
    }
    const kind = kinds.find((known) => partKeyOf(known) === url.searchParams.get('call_id'));
    const link = this.link(kind ?? '');
    const [status, body] = instead[kind ?? '']?.(link) ?? [
      200,
      { ...success, balance: 1, currency: 'PLN', link },
    ];
    return response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  private link(kind: string): string {
    const token = randomBytes(16).toString('hex');
    this.tokens.set(token, kind);
    return `${this.url}/v1/pbx/record/download/${token}/1-${partKeyOf(kind)}-101-2026-03-05-101500.mp3`;
  }
}

describe('the links to recordings', () => {
  const { log, text } = capturedLog();
  const clock = new FakeClock(new Date());
  let pbx: TellingPbx;
  let database: TestDatabase;
  let folder: string;
  let worker: INestApplicationContext;

  beforeAll(async () => {
    pbx = await TellingPbx.start();
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'callboard-recordings-'));
    worker = await createWorker(testEnvironment({ DATABASE_URL: database.url, DATA_DIR: folder }), log, {
      clock,
    });
    const recordings = { archiveAutomatically: true };
    await worker
      .get(ZadarmaSettingsService, { strict: false })
      .update({ ...account, url: pbx.url, recordings });
  });

  afterAll(async () => {
    await worker.close();
    await pbx.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function ended(kind: string): Promise<void> {
    const fields = {
      event: 'NOTIFY_END',
      pbx_call_id: pbxCallIdOf(kind),
      caller_id: '+48600100200',
      called_did: '48221234567',
      call_start: '2026-03-05 10:15:00',
      disposition: 'answered',
      duration: '1',
      is_recorded: '1',
      call_id_with_rec: partKeyOf(kind),
      last_internal: '101',
    };
    await worker.get(Inbox, { strict: false }).add([{ source: 'webhook', fields, receivedAt: clock.now() }]);
    await worker.get(CallUpdater, { strict: false }).bringUpToDate(pbxCallIdOf(kind), 'if_something_is_new');
  }

  interface Row {
    readonly id: string;
    readonly kind: string;
    readonly state: string;
    readonly reason: string | null;
  }
  const rows = (): Promise<Row[]> =>
    worker.get(DataSource).query(`SELECT id, substr(pbx_call_id, 4) AS kind, state, reason FROM recordings`);

  async function until(isSo: (rows: Row[]) => boolean): Promise<Row[]> {
    for (let tries = 0; tries < 200 && !isSo(await rows()); tries += 1) {
      await delay(100);
    }
    return rows();
  }

  it('stand in no line of the log and in nothing that is stored, whatever comes of them', async () => {
    await Promise.all(kinds.map(ended));
    const demanded = (await rows()).find(({ kind }) => kind === 'demanded');
    await worker.get(RecordingsService, { strict: false }).demand(demanded?.id ?? '');
    clock.advance(40_000);
    const done = await until((all) =>
      all.every(({ state, reason }) => state === 'ready' || (state !== 'expected' && reason !== null)),
    );
    expect(Object.fromEntries(done.map(({ kind, reason }) => [kind, reason]))).toEqual(reasons);
    await untoldSoFar();
  }, 60_000);

  it('stand in no failure of a job either', async () => {
    const store = worker.get<RecordingStore>(RECORDING_STORE, { strict: false });
    const put = jest.spyOn(store, 'put').mockRejectedValue(new Error('Nobody expected this.'));
    // Whatever was tried once is tried again.
    clock.advance(15_000);
    await worker
      .get(DataSource)
      .query(
        `UPDATE recordings SET state = 'fetching', reason = NULL, next_attempt_at = $1 WHERE pbx_call_id = $2`,
        [clock.now(), pbxCallIdOf('stored')],
      );
    await until((all) => all.some(({ reason }) => reason === 'internal_error'));
    for (let tries = 0; tries < 100 && !text().includes('Nobody expected this.'); tries += 1) {
      await delay(50);
    }
    put.mockRestore();
    expect(await everythingIn(database.url)).toMatch(/recordings\.check.*Nobody expected this\./);
    await untoldSoFar();
  }, 60_000);

  /** Each piece of a link is looked for on its own, and what signs the requests for them as well. */
  async function untoldSoFar(): Promise<void> {
    const told = [...text().split('\n'), ...(await everythingIn(database.url)).split('\n')];
    const secret = new RegExp(
      ['record/download', '101-2026-03-05-101500', account.secret, ...pbx.tokens.keys()].join('|'),
    );
    expect(pbx.tokens.size).toBeGreaterThanOrEqual(kinds.length);
    // The search can find something: the log tells of these attempts.
    expect(text()).toMatch(/"reason":"recording_dead_link".*"job":"recordings\.check"/);
    expect(text()).toMatch(/"effect":"stored".*"job":"recordings\.fetch"/);
    expect(told.filter((line) => secret.test(line))).toEqual([]);
    expect(text()).not.toContain(account.key);
  }
});
