import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SystemClock } from '@callboard/platform';
import { type EmbeddedPostgres, migrate, startEmbeddedPostgres } from '@callboard/database';
import { openTestDataSource, silentLog, testEnvironment } from '@callboard/testing';
import type { DataSource } from 'typeorm';
import { Deadline } from '../deadline';
import { entities } from '../entities';
import { signText } from '../rest/sign-request';
import { settingsOn } from '../testing-parts.fixture';
import { noRouting } from './decide-routing';
import { IntakeRuntime } from './intake-runtime';

const secret = 's3cret';

/** The server and everything it has forked. */
function processesOf(postgres: EmbeddedPostgres): number[] {
  const children = execFileSync('pgrep', ['-P', String(postgres.pid)], { encoding: 'utf8' });
  return [postgres.pid, ...children.split('\n').filter(Boolean).map(Number)];
}

function signal(postgres: EmbeddedPostgres, name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of processesOf(postgres)) {
    process.kill(pid, name);
  }
}

async function until(condition: () => Promise<boolean>, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error(`Not so within ${milliseconds} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const callStart = (pbxCallId: string) => ({
  event: 'NOTIFY_START',
  caller_id: '+48600100200',
  called_did: '48221234567',
  call_start: '2026-03-05 10:15:00',
  pbx_call_id: pbxCallId,
});

const rightSignature = (fields: ReturnType<typeof callStart>): string =>
  signText(fields.caller_id + fields.called_did + fields.call_start, secret);

function asUrlencoded(fields: Readonly<Record<string, string>>) {
  const rawBody = Buffer.from(new URLSearchParams(fields).toString());
  return { contentType: 'application/x-www-form-urlencoded', rawBody };
}

function asMultipart(fields: Readonly<Record<string, string>>) {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    contentType: 'multipart/form-data; boundary=b',
    rawBody: Buffer.from(`${parts.join('')}--b--\r\n`),
  };
}

describe('WebhookIntake without a working database', () => {
  let directory: string;
  let postgres: EmbeddedPostgres;
  let dataSource: DataSource;
  let runtime: IntakeRuntime;

  beforeAll(async () => {
    directory = mkdtempSync('/tmp/callboard-hang-');
    chmodSync(directory, 0o755);
    await start();
    await parts().settings.update({ key: 'k', secret });
  }, 60_000);

  afterAll(async () => {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
    await migrate(postgres.url, false);
    dataSource = await openTestDataSource(postgres.url, [...entities]);
  }

  function parts() {
    const environment = testEnvironment({
      DATABASE_URL: postgres.url,
      DATA_DIR: join(directory, 'data'),
      PUBLIC_URL: 'https://crm.example.com',
    });
    return { environment, ...settingsOn(dataSource, environment, new SystemClock()) };
  }

  async function open(): Promise<void> {
    const { environment, settings } = parts();
    const rule = {
      decide: async () => {
        await dataSource.query('SELECT 1');
        return { ...noRouting('name_only'), answer: { caller_name: 'Jan' } };
      },
    };
    runtime = new IntakeRuntime(environment, silentLog(), settings, rule);
    await settings.current();
    runtime.onApplicationBootstrap();
  }

  /** Sends a notification; gives the answer and how long it took. */
  async function send(signature: string, form: ReturnType<typeof asUrlencoded>) {
    const started = performance.now();
    const result = await runtime.intake.accept({
      signature,
      ...form,
      receivedAt: new Date(),
      deadline: new Deadline(450),
    });
    return { ...result, tookMs: performance.now() - started };
  }

  let sent = 0;

  /** Sends one NOTIFY_START, every other one as multipart. */
  function deliver() {
    const number = (sent += 1);
    const fields = callStart(`in_${number}`);
    const form = number % 2 === 0 ? asMultipart(fields) : asUrlencoded(fields);
    return send(rightSignature(fields), form);
  }

  const burst = (size: number) => Promise.all(Array.from({ length: size }, deliver));

  /** What is not believed or not known: each is kept among the refused, as far as that can be done in time. */
  function strangers() {
    const fields = callStart('in_stranger');
    const unknown = { ...fields, event: 'NOTIFY_SOMETHING' };
    return Promise.all([
      send(signText('forged', secret), asUrlencoded(fields)),
      send(signText('forged', secret), asMultipart(fields)),
      send('', asUrlencoded(fields)),
      send(rightSignature(unknown), asUrlencoded(unknown)),
      send(rightSignature(unknown), asMultipart(unknown)),
    ]);
  }

  const stored = async (): Promise<number> => {
    const rows: { count: number }[] = await dataSource.query(
      'SELECT count(DISTINCT pbx_call_id)::int AS count FROM inbound_events',
    );
    return rows[0]?.count ?? 0;
  };

  it('answers every webhook, believed or not, within 500 ms while PostgreSQL hangs, and loses none', async () => {
    await open();
    await until(async () => (await deliver()).body === '{"caller_name":"Jan"}', 5_000);
    signal(postgres, 'SIGSTOP');
    const results = [];
    const refused = [];
    try {
      for (let round = 0; round < 8; round += 1) {
        const [calls, others] = await Promise.all([burst(20), strangers()]);
        results.push(...calls);
        refused.push(others);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    } finally {
      signal(postgres, 'SIGCONT');
    }
    expect(results.map(({ status, body }) => `${status} ${body}`)).toEqual(results.map(() => '200 {}'));
    for (const round of refused) {
      expect(round.map(({ status }) => status)).toEqual([401, 401, 401, 200, 200]);
    }
    expect(Math.max(...[...results, ...refused.flat()].map(({ tookMs }) => tookMs))).toBeLessThan(500);
    await until(async () => (await stored()) === sent, 15_000);
    const reasons: { answer_reason: string }[] = await dataSource.query(
      `SELECT DISTINCT answer_reason FROM inbound_events WHERE answer = '{}' ORDER BY 1`,
    );
    expect(reasons.map((row) => row.answer_reason)).toEqual(
      expect.arrayContaining(['database_unavailable', 'timeout']),
    );
    await until(async () => (await deliver()).body !== '{}', 5_000);
  }, 60_000);

  it('imports at a later start what a process left behind when the database was gone', async () => {
    await dataSource.destroy();
    await postgres.stop();
    const results = await burst(30);
    expect(results.map(({ status, body }) => `${status} ${body}`)).toEqual(results.map(() => '200 {}'));
    expect(Math.max(...results.map(({ tookMs }) => tookMs))).toBeLessThan(500);
    await runtime.onApplicationShutdown();
    expect(readdirSync(join(directory, 'data', 'spool'))).toHaveLength(1);
    await start();
    await open();
    await until(async () => (await stored()) === sent, 15_000);
    await runtime.onApplicationShutdown();
    expect(readdirSync(join(directory, 'data', 'spool'))).toEqual([]);
    await dataSource.destroy();
  }, 60_000);
});
