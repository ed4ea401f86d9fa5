import { setTimeout as delay } from 'node:timers/promises';
import {
  type AttemptRecord,
  JobProducer,
  LiveBus,
  type LiveSignal,
  WorkerHost,
  zadarmaInboundEvent,
} from '@callboard/messaging';
import { PbxService } from '@callboard/pbx';
import { DomainError, newId } from '@callboard/platform';
import {
  createTestDatabase,
  silentLog,
  type TestDatabase,
  testEnvironment,
  testRedisUrl,
} from '@callboard/testing';
import { Inbox, type StoredEvent } from '@callboard/zadarma';
import type { INestApplicationContext } from '@nestjs/common';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { createWorker } from '../create-worker';
import { CallUpdater } from './call-updater.service';
import { ZadarmaEventProcessor } from './zadarma-event.processor';

const backends = ['PostgreSQL', ...(testRedisUrl() ? ['Redis'] : [])] as const;

async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error('It did not happen in time');
    }
    await delay(20);
  }
}

interface CallRow {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly employee_id: string | null;
}

describe.each(backends)('a worker over %s', (backend) => {
  let database: TestDatabase;
  let worker: INestApplicationContext;
  let inbox: Inbox;
  let dataSource: DataSource;
  let agentId: string;
  const signals: LiveSignal[] = [];
  const attempts: AttemptRecord[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    const redisUrl = backend === 'Redis' ? testRedisUrl() : undefined;
    if (redisUrl) {
      const redis = new Redis(redisUrl);
      await redis.flushdb();
      await redis.quit();
    }
    const variables = { DATABASE_URL: database.url, ...(redisUrl && { REDIS_URL: redisUrl }) };
    worker = await createWorker(testEnvironment(variables), silentLog());
    inbox = worker.get(Inbox, { strict: false });
    dataSource = worker.get(DataSource);
    worker.get(LiveBus).subscribe((signal) => signals.push(signal));
    await worker.get(LiveBus).waitUntilListening();
    worker.get(WorkerHost).onAttempt((record) => attempts.push(record));
    agentId = await hire();
  });

  beforeEach(() => {
    signals.length = 0;
    attempts.length = 0;
  });

  afterAll(async () => {
    await worker.close();
    await database.drop();
  });

  /** An employee with extension 101. */
  async function hire(): Promise<string> {
    const id = newId();
    await dataSource.query(
      `INSERT INTO employees (id, name, email, role) VALUES ($1, 'Anna', 'anna@example.com', 'agent')`,
      [id],
    );
    const pbx = worker.get(PbxService, { strict: false });
    await pbx.startSync();
    await pbx.applyFetched({ pbxId: '1', extensions: [{ number: '101', name: null, online: true }] });
    await pbx.assign('101', id);
    return id;
  }

  async function told(
    event: string,
    fields: Record<string, string>,
    receivedAt = new Date(),
  ): Promise<StoredEvent> {
    const [stored] = await inbox.add([{ source: 'webhook', fields: { event, ...fields }, receivedAt }]);
    if (!stored) {
      throw new Error('Nothing was stored');
    }
    return stored;
  }

  const start = (pbxCallId: string, receivedAt?: Date): Promise<StoredEvent> =>
    told(
      'NOTIFY_START',
      {
        pbx_call_id: pbxCallId,
        caller_id: '+48600100200',
        called_did: '48221234567',
        call_start: '2026-03-05 10:15:00',
      },
      receivedAt,
    );
  const ring = (pbxCallId: string, receivedAt?: Date): Promise<StoredEvent> =>
    told(
      'NOTIFY_INTERNAL',
      {
        pbx_call_id: pbxCallId,
        caller_id: '+48600100200',
        called_did: '48221234567',
        internal: '101',
        call_start: '2026-03-05 10:15:00',
      },
      receivedAt,
    );
  const enqueue = ({ id }: StoredEvent): Promise<unknown> =>
    worker.get(JobProducer).enqueue(zadarmaInboundEvent, { inboundEventId: id });

  async function callOf(pbxCallId: string): Promise<CallRow | undefined> {
    const sql = 'SELECT id, version, status, employee_id FROM calls WHERE pbx_call_id = $1';
    return (await dataSource.query<CallRow[]>(sql, [pbxCallId]))[0];
  }

  it('makes a call of its events and wakes those who look at it', async () => {
    await enqueue(await start('in_one'));
    await until(async () => (await callOf('in_one')) !== undefined);
    await enqueue(await ring('in_one'));
    await until(() => signals.some(({ type }) => type === 'call.ringing'));
    await until(() => signals.filter(({ type }) => type === 'call.changed').length > 1);
    const call = await callOf('in_one');
    expect(call).toMatchObject({ status: 'ringing', version: 2 });
    expect(signals.filter(({ type }) => type === 'call.changed')).toEqual([
      { type: 'call.changed', id: call?.id, version: 1 },
      { type: 'call.changed', id: call?.id, version: 2 },
    ]);
    expect(signals.filter(({ type }) => type === 'call.ringing')).toMatchObject([
      { id: call?.id, version: 2, extension: '101', employeeId: agentId },
    ]);
    await until(async () => (await inbox.unprocessed(new Date(Date.now() + 60_000), 10)).length === 0);
    // What is counted of the next test begins after both.
    await until(() => attempts.length === 2);
  });

  it('does the work of several events of one call once, whatever their order', async () => {
    const events = [await ring('in_burst'), await start('in_burst')];
    await Promise.all([...events, ...events].map(enqueue));
    await until(() => attempts.length === 4);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done']);
    expect(await callOf('in_burst')).toMatchObject({ status: 'ringing', version: 1 });
    await until(() => signals.some(({ type }) => type === 'call.changed'));
    await delay(100);
    expect(signals.filter(({ type }) => type === 'call.changed')).toHaveLength(1);
  });

  it('lets nothing ring that came to its knowledge late', async () => {
    const longAgo = new Date(Date.now() - 61_000);
    await start('in_late', longAgo);
    await enqueue(await ring('in_late', longAgo));
    await until(() => signals.some(({ type }) => type === 'call.changed'));
    await delay(100);
    expect(signals.filter(({ type }) => type === 'call.ringing')).toEqual([]);
  });

  it('marks what belongs to no call as processed', async () => {
    const sms = await told('SMS', { result: '{"text":"hello"}' });
    await enqueue(sms);
    await until(async () => (await inbox.byId(sms.id))?.processedAt != null);
    expect((await inbox.byId(sms.id))?.error).toBeNull();
  });

  it('gives up an event that cannot be understood, and only that one', async () => {
    const poison = await start('in_poison');
    // As no intake would store it: the translation stumbles over it.
    await dataSource.query(`UPDATE inbound_events SET fields = 'null' WHERE id = $1`, [poison.id]);
    await enqueue(await ring('in_poison'));
    await until(async () => (await inbox.byId(poison.id))?.processedAt != null);
    expect((await inbox.byId(poison.id))?.error).toContain('TypeError');
    expect(await callOf('in_poison')).toMatchObject({ status: 'ringing' });
  });

  it('gives up an event at once whose failure no repeat can mend', async () => {
    const updater = worker.get(CallUpdater, { strict: false });
    const refusing = jest
      .spyOn(updater, 'bringUpToDate')
      .mockRejectedValue(new DomainError('not_possible', 'It cannot be'));
    const event = await start('in_hopeless');
    await enqueue(event);
    const failed = (): AttemptRecord[] => attempts.filter(({ outcome }) => outcome === 'failed');
    await until(() => failed().length > 0);
    refusing.mockRestore();
    expect(failed()).toMatchObject([{ attempt: 1 }]);
    expect(await inbox.byId(event.id)).toMatchObject({ error: 'DomainError: It cannot be' });
  });

  it('gives up an event that kills its workers', async () => {
    const event = await start('in_deadly');
    const processor = worker.get(ZadarmaEventProcessor, { strict: false });
    await processor.givenUp({ inboundEventId: event.id }, 'stalled too often');
    const given = await inbox.byId(event.id);
    expect(given).toMatchObject({ error: 'stalled too often', processedAt: expect.any(Date) });
  });

  it('finds events whose job was lost', async () => {
    await start('in_swept', new Date(Date.now() - 10_000));
    await until(async () => (await callOf('in_swept')) !== undefined, 12_000);
  }, 20_000);

  it('waits for whoever holds the call', async () => {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`SELECT pg_advisory_xact_lock(hashtextextended('call:in_held', 0))`);
    await enqueue(await start('in_held'));
    await delay(300);
    expect(await callOf('in_held')).toBeUndefined();
    await runner.commitTransaction();
    await runner.release();
    await until(async () => (await callOf('in_held')) !== undefined);
  });
});
