import type { CallItem, JournalEntry, Page as Listed } from '@callboard/contracts';
import { migrate } from '@callboard/database';
import { type OwnServer, startOwnPostgres, startOwnRedis } from '@callboard/testing';
import { type ApiClient, eventually, signIn } from './stack/api-client';
import { type Burst, burstAround } from './stack/burst';
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

/** Everything a list of the API holds, page after page; nothing while it does not answer. */
async function everyItem<Item>(client: ApiClient, path: string): Promise<Item[]> {
  const found: Item[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const { status, body } = await client.request<Listed<Item>>('GET', `${path}?limit=200${query}`);
    if (status !== 200) {
      return [];
    }
    found.push(...body.items);
    cursor = body.nextCursor;
  }
  return found;
}

/** What was acknowledged and is not to be seen: in the journal, as a call, and as an answered one once its end was told. */
async function missing(client: ApiClient, acknowledged: readonly string[]): Promise<string[]> {
  const journal = await everyItem<JournalEntry>(client, '/journal');
  const noted = new Set(journal.map(({ pbxCallId, event }) => `${pbxCallId} ${event}`));
  const calls = new Map(
    (await everyItem<CallItem>(client, '/calls')).map(({ pbxCallId, status }) => [pbxCallId, status]),
  );
  return acknowledged.filter((notification) => {
    const [id = '', event] = notification.split(' ');
    const shown = event === 'NOTIFY_END' ? calls.get(id) === 'answered' : calls.has(id);
    return !noted.has(notification) || !shown;
  });
}

async function expectAllShown(client: ApiClient, { acknowledged }: Burst): Promise<void> {
  await eventually(
    () => missing(client, acknowledged),
    (none) => none.length === 0,
    30,
  );
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

async function ownPostgres(): Promise<OwnServer> {
  const postgres = await startOwnPostgres();
  await migrate(postgres.url, false);
  return postgres;
}

describe.each(['postgres', 'redis'] as const)('a burst of calls on the %s queue', (queue) => {
  let postgres: OwnServer;
  let redis: OwnServer | undefined;
  let stack: Stack;
  let client: ApiClient;

  beforeAll(async () => {
    postgres = await ownPostgres();
    redis = queue === 'redis' ? await startOwnRedis() : undefined;
    stack = await startStack({
      queue,
      databaseUrl: postgres.url,
      ...(redis ? { redisUrl: redis.url } : {}),
    });
    client = await connect(stack);
  });
  afterAll(async () => {
    await stack.stop();
    await redis?.stop();
    await postgres.stop();
  });

  it('loses nothing when the worker is killed in the middle', async () => {
    const burst = await burstAround(stack.url, async () => {
      await stack.worker.stop('SIGKILL');
      await stack.startWorker();
    });
    expect(burst.answers.filter(({ status }) => status !== 200)).toEqual([]);
    await expectAllShown(client, burst);
  });

  it('shows every acknowledged event when the API is killed in the middle', async () => {
    const burst = await burstAround(stack.url, async () => {
      await stack.api.stop('SIGKILL');
      await stack.startApi();
    });
    await expectAllShown(client, burst);
  });

  it('loses nothing when PostgreSQL is killed in the middle', async () => {
    const burst = await burstAround(stack.url, async () => {
      await postgres.end('SIGKILL');
      await postgres.start();
    });
    expect(burst.answers.filter(({ status }) => status !== 200)).toEqual([]);
    await expectAllShown(client, burst);
  });

  if (queue === 'redis') {
    it('loses nothing when Redis is killed in the middle', async () => {
      const burst = await burstAround(stack.url, async () => {
        await redis?.end('SIGKILL');
        await pause(500);
        await redis?.start();
      });
      expect(burst.answers.filter(({ status }) => status !== 200)).toEqual([]);
      await expectAllShown(client, burst);
    });
  }
});

describe('a database that goes away', () => {
  let postgres: OwnServer;
  let stack: Stack;
  let client: ApiClient;

  beforeAll(async () => {
    postgres = await ownPostgres();
    stack = await startStack({ queue: 'postgres', databaseUrl: postgres.url });
    client = await connect(stack);
  });
  afterAll(async () => {
    await stack.stop();
    await postgres.stop();
  });

  it('hangs for ten seconds: every webhook is answered within 500 ms and every call is there afterwards', async () => {
    const answers: Awaited<ReturnType<typeof deliver>>[] = [];
    const acknowledged: string[] = [];
    postgres.pause();
    try {
      const end = Date.now() + 10_000;
      while (Date.now() < end) {
        for (const fields of answeredCall('+48600100200').notifications) {
          answers.push(await deliver(stack.url, fields));
          acknowledged.push(`${fields.pbx_call_id} ${fields.event}`);
        }
        await pause(100);
      }
    } finally {
      postgres.resume();
    }
    expect(answers.filter((answer) => answer.status !== 200 || answer.body !== '{}')).toEqual([]);
    expect(Math.max(...answers.map((answer) => answer.milliseconds))).toBeLessThan(500);
    await expectAllShown(client, { acknowledged, answers });
  });

  it('is stopped for five seconds: every webhook is answered within 500 ms and every call is there afterwards', async () => {
    const burst = await burstAround(stack.url, async () => {
      await postgres.end('SIGTERM');
      await pause(5_000);
      await postgres.start();
    });
    expect(burst.answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(Math.max(...burst.answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(500);
    await expectAllShown(client, burst);
  });
});
