import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError, PlatformModule } from '@callboard/platform';
import {
  createTestDatabase,
  silentLog,
  testEnvironment,
  testRedisUrl,
  type TestDatabase,
} from '@callboard/testing';
import type { Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import * as z from 'zod';
import { defineJob } from './define-job';
import { HandlesJob, type JobAttempt, type JobBookmark, type JobFacts, type JobHandler } from './handles-job';
import { JobProducer } from './job-producer';
import { LiveBus } from './live/live-bus';
import type { LiveSignal } from './live/live-message';
import { MessagingModule } from './messaging.module';
import { type AttemptRecord, WorkerHost } from './worker-host';

const echo = defineJob({
  name: 'test.echo',
  queue: 'zadarma-events',
  payload: z.object({ text: z.string() }),
  attempts: 3,
  firstRetryMs: 50,
});

/** What the handler below does, and what it saw. */
const script: {
  act: (text: string, attempt: JobAttempt, bookmark: JobBookmark) => Promise<JobFacts | void>;
} = {
  act: () => Promise.resolve(),
};

@HandlesJob(echo)
class EchoProcessor implements JobHandler<typeof echo> {
  static readonly givenUp: string[] = [];

  handle({ text }: { text: string }, attempt: JobAttempt, bookmark: JobBookmark): Promise<JobFacts | void> {
    return script.act(text, attempt, bookmark);
  }

  givenUp({ text }: { text: string }, reason: string): Promise<void> {
    return Promise.resolve(void EchoProcessor.givenUp.push(`${text}: ${reason}`));
  }
}

async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error('It did not happen in time');
    }
    await delay(10);
  }
}

const backends = ['PostgreSQL', ...(testRedisUrl() ? ['Redis'] : [])] as const;

describe.each(backends)('messaging over %s', (backend) => {
  let database: TestDatabase;
  let redisUrl: string | undefined;
  const open: TestingModule[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    redisUrl = backend === 'Redis' ? testRedisUrl() : undefined;
    if (redisUrl) {
      const redis = new Redis(redisUrl);
      await redis.flushdb();
      await redis.quit();
    }
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((application) => application.close()));
    script.act = () => Promise.resolve();
  });

  afterAll(() => database.drop());

  async function start(
    role: 'producer' | 'worker',
    handlers: Type[] = [EchoProcessor],
    jobs = [echo],
  ): Promise<TestingModule> {
    const application = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot(testEnvironment(), silentLog()),
        MessagingModule.forRoot({ databaseUrl: database.url, redisUrl, role, jobs }),
      ],
      providers: role === 'worker' ? handlers : [],
    }).compile();
    open.push(application);
    await application.init();
    return application;
  }

  function recordsOf(worker: TestingModule): AttemptRecord[] {
    const records: AttemptRecord[] = [];
    worker.get(WorkerHost).onAttempt((record) => records.push(record));
    return records;
  }

  it('brings a job from a producer to its handler in another process', async () => {
    const seen: string[] = [];
    script.act = (text) => Promise.resolve(void seen.push(text));
    const producer = (await start('producer')).get(JobProducer);
    const records = recordsOf(await start('worker'));
    await expect(producer.enqueue(echo, { text: 'hello' })).resolves.toBe('queued');
    await expect(producer.enqueueAll(echo, [{ text: 'a' }, { text: 'b' }])).resolves.toBe('queued');
    await until(() => records.length === 3);
    expect(seen.sort()).toEqual(['a', 'b', 'hello']);
    expect(records[0]).toMatchObject({ job: 'test.echo', attempt: 1, outcome: 'done' });
    await until(async () => (await producer.backlog(echo)) === 0);
    await expect(producer.isAvailable()).resolves.toBe(true);
  });

  it('tries a failing job again after a growing wait', async () => {
    const attempts: { number: number; isLast: boolean; at: number }[] = [];
    script.act = (_text, attempt) => {
      attempts.push({ ...attempt, at: Date.now() });
      return attempt.number < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve();
    };
    const records = recordsOf(await start('worker'));
    await (await start('producer')).get(JobProducer).enqueue(echo, { text: 'again' });
    await until(() => records.length === 3);
    expect(records.map(({ outcome }) => outcome)).toEqual(['retrying', 'retrying', 'done']);
    expect(attempts.map(({ isLast }) => isLast)).toEqual([false, false, true]);
    const [first, second, third] = attempts.map(({ at }) => at) as [number, number, number];
    expect(second - first).toBeGreaterThanOrEqual(24);
    expect(third - second).toBeGreaterThanOrEqual(49);
  });

  it('keeps with a job where it had come to', async () => {
    const found: unknown[] = [];
    script.act = async (_text, { number }, bookmark) => {
      found.push(bookmark.read());
      await bookmark.leave({ after: `call ${number}` });
      if (number < 3) {
        throw new Error('not yet');
      }
    };
    const records = recordsOf(await start('worker'));
    await (await start('producer')).get(JobProducer).enqueue(echo, { text: 'far' });
    await until(() => records.length === 3);
    expect(found).toEqual([undefined, { after: 'call 1' }, { after: 'call 2' }]);
  });

  it('does not repeat what cannot succeed: a permanent domain error or a payload of another shape', async () => {
    script.act = () => Promise.reject(new DomainError('call_unknown', 'There is no such call'));
    const worker = await start('worker');
    const records = recordsOf(worker);
    const producer = (await start('producer')).get(JobProducer);
    await producer.enqueue(echo, { text: 'never' });
    await until(() => records.length === 1);
    const other = { ...echo, payload: z.object({ words: z.string() }) };
    await producer.enqueue(other, { words: 'of another version' });
    await until(() => records.length === 2);
    await delay(300);
    expect(records.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
  });

  it('tries a retryable domain error again', async () => {
    script.act = (_text, { number }) =>
      number === 1
        ? Promise.reject(new DomainError('busy', 'Somebody else writes', { retryable: true }))
        : Promise.resolve();
    const records = recordsOf(await start('worker'));
    await (await start('producer')).get(JobProducer).enqueue(echo, { text: 'busy' });
    await until(() => records.length === 2);
    expect(records.map(({ outcome }) => outcome)).toEqual(['retrying', 'done']);
  });

  it('refuses a payload of another shape before it is enqueued', async () => {
    const producer = (await start('producer')).get(JobProducer);
    await expect(producer.enqueue(echo, { text: 7 } as never)).rejects.toThrow(z.ZodError);
  });

  it('refuses to start when a job has no handler or two', async () => {
    @HandlesJob(echo)
    class SecondProcessor extends EchoProcessor {}
    await expect(start('worker', [])).rejects.toThrow('test.echo has no handler');
    await expect(start('worker', [EchoProcessor, SecondProcessor])).rejects.toThrow(
      'test.echo has 2 handlers',
    );
  });

  it('lets running jobs end before it stops', async () => {
    const seen: string[] = [];
    let begun = false;
    script.act = async (text) => {
      begun = true;
      await delay(300);
      seen.push(text);
    };
    const worker = await start('worker');
    await (await start('producer')).get(JobProducer).enqueue(echo, { text: 'slow' });
    await until(() => begun);
    await worker.close();
    open.splice(open.indexOf(worker), 1);
    expect(seen).toEqual(['slow']);
  });

  it('takes over the job of a killed worker', async () => {
    const producer = (await start('producer')).get(JobProducer);
    const doomed = startDoomedWorker(database.url, redisUrl);
    const taken = new Promise<void>((resolve) => doomed.stdout?.once('data', () => resolve()));
    await producer.enqueue(echo, { text: 'survivor' });
    await taken;
    doomed.kill('SIGKILL');
    const seen: string[] = [];
    script.act = (text) => Promise.resolve(void seen.push(text));
    await start('worker');
    await until(() => seen.length > 0, 18_000);
    expect(seen).toEqual(['survivor']);
  }, 30_000);

  it('tells the handler of a job that is given up because its workers died', async () => {
    const producer = (await start('producer')).get(JobProducer);
    await producer.enqueue(echo, { text: 'killer' });
    await pretendTakenOverTooOften();
    const seen: string[] = [];
    script.act = (text) => Promise.resolve(void seen.push(text));
    await start('worker');
    await until(() => EchoProcessor.givenUp.length > 0);
    expect(EchoProcessor.givenUp).toEqual(['killer: stalled too often']);
    expect(seen).toEqual([]);
  });

  /** What the queue itself writes into a job, after as many takeovers as it allows. */
  async function pretendTakenOverTooOften(): Promise<void> {
    if (redisUrl) {
      const redis = new Redis(redisUrl);
      const [id] = await redis.lrange('callboard:zadarma-events:wait', 0, 0);
      await redis.hset(`callboard:zadarma-events:${id}`, 'defa', 'stalled too often');
      await redis.quit();
    } else {
      const client = new Client({ connectionString: database.url });
      await client.connect();
      await client.query(
        `UPDATE bullmq.job SET deferred_failure = 'stalled too often' WHERE data->>'text' = 'killer'`,
      );
      await client.end();
    }
  }

  it('wakes every listening process, and only with messages it understands', async () => {
    const buses = [(await start('producer')).get(LiveBus), (await start('producer')).get(LiveBus)];
    const heard: LiveSignal[][] = buses.map(() => []);
    const stops = buses.map((bus, index) => bus.subscribe((signal) => heard[index]?.push(signal)));
    await Promise.all(buses.map((bus) => bus.waitUntilListening()));
    const message = {
      type: 'call.changed',
      id: '0198a5a0-0000-7000-8000-000000000001',
      version: 3,
    } as const;
    await buses[0]?.publish(message);
    await buses[1]?.publish({ type: 'unheard of' } as never);
    await buses[1]?.publish({ type: 'settings.changed' });
    await until(() => heard.every((signals) => signals.length === 2));
    expect(heard).toEqual([
      [message, { type: 'settings.changed' }],
      [message, { type: 'settings.changed' }],
    ]);
    stops[0]?.();
    await buses[1]?.publish({ type: 'settings.changed' });
    await until(() => heard[1]?.length === 3);
    expect(heard[0]).toHaveLength(2);
  });
});

/** A worker in a process of its own that takes one job, says so, and never ends it. */
function startDoomedWorker(databaseUrl: string, redisUrl: string | undefined): ChildProcess {
  const connection = redisUrl
    ? `{ url: '${redisUrl}', maxRetriesPerRequest: null }`
    : `{ connectionString: '${databaseUrl}', migrate: true }`;
  const code = `
    const { Worker, createPostgresBackend, createRedisBackend } = require('bullmq');
    new Worker('zadarma-events', () => new Promise(() => process.stdout.write('taken')),
      { connection: ${connection}, prefix: 'callboard', lockDuration: 2000, stalledInterval: 5000 },
      ${redisUrl ? 'createRedisBackend' : 'createPostgresBackend'});
  `;
  return spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
}
