import { setTimeout as delay } from 'node:timers/promises';
import { PlatformModule } from '@callboard/platform';
import {
  type OwnServer,
  silentLog,
  startOwnPostgres,
  startOwnRedis,
  testEnvironment,
  testRedisUrl,
} from '@callboard/testing';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { zadarmaInboundEvent } from './jobs/zadarma-inbound-event.job';
import { type EnqueueResult, JobProducer } from './job-producer';
import { LiveBus } from './live/live-bus';
import { MessagingModule } from './messaging.module';

const nobody = 'postgres://callboard@127.0.0.1:9/callboard';
const backends = ['PostgreSQL', ...(testRedisUrl() ? ['Redis'] : [])] as const;

async function timed<T>(work: Promise<T>): Promise<{ value: T; ms: number }> {
  const started = performance.now();
  return { value: await work, ms: performance.now() - started };
}

describe.each(backends)('a producer whose %s hangs', (backend) => {
  let server: OwnServer;
  let application: INestApplicationContext;
  let producer: JobProducer;

  const enqueue = (deadlineMs: number): Promise<EnqueueResult> =>
    producer.enqueue(zadarmaInboundEvent, { inboundEventId: '1' }, { deadlineMs });

  async function start(): Promise<void> {
    const location =
      backend === 'Redis' ? { databaseUrl: nobody, redisUrl: server.url } : { databaseUrl: server.url };
    @Module({
      imports: [
        PlatformModule.forRoot(testEnvironment(), silentLog()),
        MessagingModule.forRoot({ ...location, role: 'producer' }),
      ],
    })
    class TestModule {}
    application = await NestFactory.createApplicationContext(TestModule, { logger: false });
    producer = application.get(JobProducer);
  }

  async function queuedInTheEnd(): Promise<EnqueueResult> {
    let result: EnqueueResult = 'unavailable';
    for (let attempt = 0; attempt < 20 && result === 'unavailable'; attempt += 1) {
      await delay(500);
      result = await enqueue(500);
    }
    return result;
  }

  beforeEach(async () => {
    const started = await (backend === 'Redis' ? startOwnRedis() : startOwnPostgres());
    if (!started) {
      throw new Error('The server did not start');
    }
    server = started;
  }, 20_000);

  afterEach(async () => {
    server.resume();
    await application.close();
    await server.stop();
  });

  it('answers within the deadline, at once from then on, and works again when the server does', async () => {
    await start();
    await expect(enqueue(500)).resolves.toBe('queued');
    server.pause();
    const first = await timed(Promise.all(Array.from({ length: 50 }, () => enqueue(200))));
    expect(new Set(first.value)).toEqual(new Set(['unavailable']));
    expect(first.ms).toBeLessThan(450);
    const second = await timed(enqueue(200));
    expect(second.value).toBe('unavailable');
    // Half the deadline: a busy machine may take its time, but nothing was waited for.
    expect(second.ms).toBeLessThan(100);
    server.resume();
    expect(await queuedInTheEnd()).toBe('queued');
  });

  it('does not wait for a bus that hangs', async () => {
    await start();
    server.pause();
    const { ms } = await timed(application.get(LiveBus).publish({ type: 'settings.changed' }));
    expect(ms).toBeLessThan(800);
  });

  it('starts while the server hangs and enqueues once it is back', async () => {
    server.pause();
    await start();
    const early = await timed(enqueue(200));
    expect(early).toMatchObject({ value: 'unavailable' });
    expect(early.ms).toBeLessThan(400);
    server.resume();
    expect(await queuedInTheEnd()).toBe('queued');
  }, 30_000);

  it('says that listeners may have missed something after the connection broke', async () => {
    await start();
    const bus = application.get(LiveBus);
    const signals: string[] = [];
    bus.subscribe(({ type }) => signals.push(type));
    await bus.waitUntilListening();
    await breakConnections(backend, server);
    for (let attempt = 0; attempt < 50 && !signals.includes('reconnected'); attempt += 1) {
      await delay(100);
    }
    expect(signals).toContain('reconnected');
    await bus.publish({ type: 'settings.changed' });
    for (let attempt = 0; attempt < 50 && !signals.includes('settings.changed'); attempt += 1) {
      await delay(100);
    }
    expect(signals).toContain('settings.changed');
  });
});

async function breakConnections(backend: string, server: OwnServer): Promise<void> {
  if (backend === 'Redis') {
    const { Redis } = await import('ioredis');
    const redis = new Redis(server.url);
    await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await redis.quit();
  } else {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'callboard-live-subscriber'`,
    );
    await client.end();
  }
}
