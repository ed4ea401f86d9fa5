import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import type { CallItem, Page as Listed } from '@callboard/contracts';
import { type EmbeddedPostgres, migrate, startEmbeddedPostgres } from '@callboard/database';
import { type ApiClient, eventually, signIn } from './stack/api-client';
import { answeredCall, deliver } from './stack/notifications';
import { type Stack, startStack } from './stack/stack';

const account = { key: 'a1b2c3d4e5f60718293a', secret: '0f1e2d3c4b5a69788796' };

async function connect(stack: Stack): Promise<ApiClient> {
  const client = await signIn(stack.url);
  const { status } = await client.request('PUT', '/settings/zadarma', {
    url: stack.simulator.url,
    ...account,
  });
  expect(status).toBe(200);
  return client;
}

/** Every call the API lists, by its PBX id. */
async function callsByPbxId(client: ApiClient): Promise<Map<string, Listed<CallItem>['items'][number]>> {
  const found = new Map<string, Listed<CallItem>['items'][number]>();
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const { body }: { body: Listed<CallItem> } = await client.request<Listed<CallItem>>(
      'GET',
      `/calls?limit=200${query}`,
    );
    body.items.forEach((item) => found.set(item.pbxCallId, item));
    cursor = body.nextCursor;
  }
  return found;
}

/** Posts `count` calls with all their notifications; returns the ids of those that were acknowledged completely. */
async function burst(stack: Stack, count: number, whileRunning?: () => Promise<void>): Promise<string[]> {
  const calls = Array.from({ length: count }, (_, index) =>
    answeredCall(`+4860010${String(index).padStart(4, '0')}`),
  );
  const acknowledged: string[] = [];
  const sender = (async () => {
    for (const call of calls) {
      const answers = [];
      for (const fields of call.notifications) {
        answers.push(await deliver(stack.url, fields).catch(() => undefined));
      }
      if (answers.every((answer) => answer?.status === 200)) {
        acknowledged.push(call.pbxCallId);
      }
    }
  })();
  await whileRunning?.();
  await sender;
  return acknowledged;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each(['postgres', 'redis'] as const)('a burst of calls on the %s queue', (queue) => {
  let stack: Stack;
  let client: ApiClient;

  beforeAll(async () => {
    stack = await startStack({ queue });
    client = await connect(stack);
  });
  afterAll(() => stack.stop());

  async function expectAllAnswered(ids: readonly string[]): Promise<void> {
    await eventually(
      () => callsByPbxId(client),
      (calls) => ids.every((id) => calls.get(id)?.status === 'answered'),
      30,
    );
  }

  it('loses nothing when the worker is killed in the middle', async () => {
    const ids = await burst(stack, 60, async () => {
      await pause(150);
      await stack.worker.stop('SIGKILL');
      await stack.startWorker();
    });
    expect(ids).toHaveLength(60);
    await expectAllAnswered(ids);
  });

  it('shows every acknowledged event when the API is killed in the middle', async () => {
    const ids = await burst(stack, 60, async () => {
      await pause(150);
      await stack.api.stop('SIGKILL');
      await stack.startApi();
    });
    client = await signIn(stack.url);
    expect(ids.length).toBeGreaterThan(0);
    await expectAllAnswered(ids);
  });
});

describe('a database that goes away', () => {
  const directory = mkdtempSync('/tmp/callboard-e2e-db-');
  let postgres: EmbeddedPostgres;
  let stack: Stack;
  let client: ApiClient;

  beforeAll(async () => {
    execFileSync('chmod', ['755', directory]);
    postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), flags: ['fsync=off'] });
    await migrate(postgres.url, false);
    stack = await startStack({ queue: 'postgres', databaseUrl: postgres.url });
    client = await connect(stack);
  });
  afterAll(async () => {
    await stack.stop();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** The server and all its backends: a stopped postmaster alone would leave open connections working. */
  function signalDatabase(signal: 'STOP' | 'CONT'): void {
    const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(postgres.pid)])
      .toString()
      .trim()
      .split(/\s+/);
    execFileSync('kill', [`-${signal}`, String(postgres.pid), ...children]);
  }

  it('hangs for ten seconds: every webhook is answered within 500 ms and every call is there afterwards', async () => {
    const answers: Awaited<ReturnType<typeof deliver>>[] = [];
    const ids: string[] = [];
    signalDatabase('STOP');
    try {
      const end = Date.now() + 10_000;
      while (Date.now() < end) {
        const call = answeredCall('+48600100200');
        ids.push(call.pbxCallId);
        for (const fields of call.notifications) {
          answers.push(await deliver(stack.url, fields));
        }
        await pause(100);
      }
    } finally {
      signalDatabase('CONT');
    }
    expect(answers.filter((answer) => answer.status !== 200 || answer.body !== '{}')).toEqual([]);
    expect(Math.max(...answers.map((answer) => answer.milliseconds))).toBeLessThan(500);
    await eventually(
      () => callsByPbxId(client),
      (calls) => ids.every((id) => calls.get(id)?.status === 'answered'),
      30,
    );
  });
});
