import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { CallRequestsService, CallsService } from '@callboard/calls';
import type { CallRequest } from '@callboard/contracts';
import { callRequestsDial, JobProducer } from '@callboard/messaging';
import { freePort } from '@callboard/platform';
import { PbxService } from '@callboard/pbx';
import {
  createTestDatabase,
  silentLog,
  type TestDatabase,
  testEnvironment,
  testRedisUrl,
} from '@callboard/testing';
import { ZadarmaSettingsService } from '@callboard/zadarma';
import { type RunningSimulator, startSimulator } from '@callboard/zadarma-sim';
import type { INestApplicationContext } from '@nestjs/common';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { createWorker } from '../create-worker';
import { CallRequestUpkeep } from './call-request-upkeep.service';
import { click, eventually, hire, startIntake } from './click-to-call.fixture';

const backends = ['PostgreSQL', ...(testRedisUrl() ? ['Redis'] : [])] as const;
const callback = '/v1/request/callback/';
const customer = '+48600100200';

describe.each(backends)('click-to-call over %s', (backend) => {
  let database: TestDatabase;
  let simulator: RunningSimulator;
  let worker: INestApplicationContext;
  let intake: Server;
  let dataSource: DataSource;
  let requests: CallRequestsService;
  let anna: string;
  let piotr: string;
  let offline: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    const redisUrl = backend === 'Redis' ? testRedisUrl() : undefined;
    if (redisUrl) {
      const redis = new Redis(redisUrl);
      await redis.flushdb();
      await redis.quit();
    }
    simulator = await startSimulator({ speed: 20, behaviour: { talkSeconds: 8, recorded: false } });
    const variables = { DATABASE_URL: database.url, ...(redisUrl && { REDIS_URL: redisUrl }) };
    worker = await createWorker(testEnvironment(variables), silentLog());
    dataSource = worker.get(DataSource);
    requests = worker.get(CallRequestsService, { strict: false });
    const pbx = worker.get(PbxService, { strict: false });
    await pbx.startSync();
    const extensions = ['101', '102', '105'].map((number) => ({ number, name: null, online: true }));
    await pbx.applyFetched({ pbxId: '1', extensions });
    anna = await hire(worker, 'Anna', '101');
    piotr = await hire(worker, 'Piotr', '102');
    offline = await hire(worker, 'Magazyn', '105');
    const { url, server } = await startIntake(worker);
    intake = server;
    simulator.setWebhook(url);
  });

  beforeEach(async () => {
    const webhookUrl = simulator.state().callinfo.url;
    await simulator.reset();
    simulator.setWebhook(webhookUrl);
    await dataSource.query(`TRUNCATE pbx_request_budget, call_requests, calls, inbound_events CASCADE`);
    await connect(simulator.url);
  });

  afterAll(async () => {
    await worker.close();
    await simulator.close();
    intake.closeAllConnections();
    await new Promise((resolve) => intake.close(resolve));
    await database.drop();
  });

  async function connect(url: string, secret = simulator.secret): Promise<void> {
    const settings = worker.get(ZadarmaSettingsService, { strict: false });
    await settings.update({ url, key: simulator.key, secret });
  }

  /** Until nothing follows any more, and a moment longer in which nothing may follow either. */
  async function outcome({ id }: CallRequest): Promise<CallRequest> {
    await eventually(
      () => requests.get(id, null),
      ({ endedAt }) => endedAt !== null,
    );
    await eventually(
      () => dataSource.query<unknown[]>(`SELECT 1 FROM inbound_events WHERE processed_at IS NULL`),
      (rows) => rows.length === 0 && simulator.calls({ live: true }).length === 0,
    );
    return requests.get(id, null);
  }

  const callbacks = () => simulator.requests(callback);
  const calls = async () => {
    const { items } = await worker.get(CallsService, { strict: false }).list({ limit: 20 }, null, 'PL');
    return items
      .map(({ id, direction, extension, externalNumber, status }) => ({
        id,
        direction,
        extension,
        externalNumber,
        status,
      }))
      .sort((one, other) => ((one.extension ?? '') < (other.extension ?? '') ? -1 : 1));
  };

  describe.each(['one-id', 'two-ids', 'two-ids-swapped'] as const)(
    'with %s for both legs',
    (callbackVariant) => {
      beforeEach(() => {
        simulator.setBehaviour({ callbackVariant });
      });

      it('rings the phone, then the customer, and ends as one call', async () => {
        simulator.setBehaviour({ agentAnswersAfter: null, clientAnswersAfter: 40, talkSeconds: 40 });
        const wish = await click(worker, anna, '600 100 200');
        const reach = (wanted: string) =>
          eventually(
            () => requests.get(wish.id, null),
            ({ state }) => state === wanted,
          );
        expect(await reach('phone_ringing')).toMatchObject({ to: customer, failure: null });
        const [ring] = simulator.rings({ extension: '101' });
        simulator.accept(ring?.callId ?? '', '101');
        expect(await reach('customer_ringing')).toMatchObject({ callId: expect.any(String) as string });
        await reach('talking');
        const ended = await outcome(wish);
        expect(ended).toMatchObject({ state: 'ended', failure: null });
        expect(await calls()).toEqual([
          {
            id: ended.callId,
            direction: 'outgoing',
            extension: '101',
            externalNumber: customer,
            status: 'answered',
          },
        ]);
        expect(callbacks()).toMatchObject([
          { parameters: { from: '101', to: customer, sip: '101' }, status: 200 },
        ]);
      });

      it.each(['extension', 'client'] as const)(
        'is one call where the own phone’s answer is told and names the %s as dialled',
        async (ownPhoneAnswer) => {
          simulator.setBehaviour({ ownPhoneAnswer });
          const wish = await click(worker, anna, customer);
          const going = await eventually(
            () => requests.get(wish.id, null),
            ({ callId }) => callId !== null,
          );
          expect(await calls()).toMatchObject([{ id: going.callId, extension: '101' }]);
          const ended = await outcome(wish);
          expect(ended).toMatchObject({ state: 'ended', failure: null, callId: going.callId });
          expect(await calls()).toMatchObject([{ id: ended.callId, status: 'answered' }]);
        },
      );

      it('says so when nobody picks the own phone up, and the customer was never rung', async () => {
        simulator.setBehaviour({ agentAnswersAfter: 60 });
        const failed = await outcome(await click(worker, anna, customer));
        expect(failed).toMatchObject({ state: 'failed', failure: { code: 'phone_not_answered' } });
        expect(failed.callId).toBeNull();
        expect(await calls()).toEqual([]);
      });

      it('says so when the own phone is busy with another call', async () => {
        simulator.setBehaviour({ busyWhileTalking: true });
        const other = simulator.runScenario('incoming-answered', { extension: '101', talkSeconds: 600 });
        await eventually(
          () => Promise.resolve(simulator.call(other.id)),
          (call) => call?.state === 'talking',
        );
        const wish = await click(worker, anna, customer);
        const failed = await eventually(
          () => requests.get(wish.id, null),
          ({ endedAt }) => endedAt !== null,
        );
        simulator.hangUp(other.id);
        expect(failed).toMatchObject({ state: 'failed', failure: { code: 'phone_busy' } });
        expect(failed.failure?.message).toMatch(/^Your own phone is busy/);
        expect(await outcome(wish)).toEqual(failed);
        expect(simulator.rings({ extension: '101' })).toHaveLength(1);
        expect(await calls()).toMatchObject([{ direction: 'incoming' }]);
      });

      it.each([
        ['busy', 'customer_busy'],
        ['no answer', 'customer_not_answered'],
      ] as const)('says so when the customer is %s', async (clientOutcome, code) => {
        simulator.setBehaviour({ clientOutcome });
        const failed = await outcome(await click(worker, anna, customer));
        expect(failed).toMatchObject({ state: 'failed', failure: { code } });
        expect(await calls()).toMatchObject([{ id: failed.callId }]);
      });

      it('says so when the account has no money', async () => {
        simulator.setBalance(0);
        const failed = await outcome(await click(worker, anna, customer));
        expect(failed).toMatchObject({ state: 'failed', failure: { code: 'no_money' } });
        expect(failed.failure?.message).toMatch(/top it up/);
      });

      it('gives each of two who call the same number at once their own call', async () => {
        const wishes = await Promise.all([anna, piotr].map((who) => click(worker, who, customer)));
        const ended = await Promise.all(wishes.map(outcome));
        const [first, second] = await calls();
        expect(ended.map(({ state, callId, extension }) => ({ state, callId, extension }))).toEqual([
          { state: 'ended', callId: first?.id, extension: '101' },
          { state: 'ended', callId: second?.id, extension: '102' },
        ]);
        expect(await calls()).toHaveLength(2);
        expect(callbacks()).toHaveLength(2);
      });

      it('comes to the same when notifications come late, twice and out of order', async () => {
        simulator.addFault({ target: 'webhook', kind: 'twice' });
        simulator.addFault({ target: 'webhook', kind: 'out-of-order' });
        simulator.addFault({ target: 'webhook', kind: 'late', event: 'NOTIFY_OUT_START', delaySeconds: 10 });
        const ended = await outcome(await click(worker, anna, customer));
        expect(ended).toMatchObject({ state: 'ended', failure: null });
        expect(await calls()).toMatchObject([{ id: ended.callId, status: 'answered' }]);
      });
    },
  );

  it('rings nothing for a phone that the PBX says is offline', async () => {
    const failed = await outcome(await click(worker, offline, customer));
    expect(failed).toMatchObject({ state: 'failed', failure: { code: 'device_offline' } });
    expect(callbacks()).toEqual([]);
  });

  it('rings although the PBX does not say whether the phone is online', async () => {
    simulator.addFault({ target: 'api', kind: 'status', path: '/v1/pbx/internal/' });
    expect(await outcome(await click(worker, anna, customer))).toMatchObject({ state: 'ended' });
    expect(callbacks()).toHaveLength(1);
  });

  it.each([
    [{ kind: 'business-error', message: "Check phone's number" }, 'failed', 'bad_number'],
    [{ kind: 'business-error', message: 'Not enough money' }, 'failed', 'no_money'],
    [{ kind: 'business-error', message: 'Access denied' }, 'failed', 'pbx_refused'],
    [{ kind: 'rate-limit' }, 'failed', 'rate_limited'],
    [{ kind: 'rate-limit-as-200' }, 'failed', 'rate_limited'],
    [{ kind: 'status', status: 503 }, 'unknown', 'outcome_unknown'],
    [{ kind: 'garbage' }, 'unknown', 'outcome_unknown'],
    [{ kind: 'reset' }, 'unknown', 'outcome_unknown'],
  ] as const)('asks once and no more when the PBX answers %j', async (fault, state, code) => {
    simulator.addFault({ target: 'api', path: callback, ...fault });
    const wish = await click(worker, anna, customer);
    expect(await outcome(wish)).toMatchObject({ state, failure: { code } });
    await worker.get(JobProducer).enqueue(callRequestsDial, { callRequestId: wish.id });
    await worker.get(CallRequestUpkeep, { strict: false }).run();
    await delay(300);
    expect(callbacks()).toHaveLength(1);
  });

  it('shows the words of a PBX that refuses', async () => {
    simulator.addFault({ target: 'api', kind: 'business-error', path: callback, message: 'Access denied' });
    const { failure } = await outcome(await click(worker, anna, customer));
    expect(failure?.message).toMatch(/^Zadarma refused .*\(Zadarma: Access denied\)$/);
  });

  it('says what is wrong with the connection, each by its own code', async () => {
    await connect(simulator.url, 'another secret');
    expect(await outcome(await click(worker, anna, customer))).toMatchObject({
      state: 'failed',
      failure: { code: 'wrong_key' },
    });
    await connect(`http://127.0.0.1:${await freePort()}`);
    expect(await outcome(await click(worker, piotr, customer))).toMatchObject({
      state: 'failed',
      failure: { code: 'pbx_unreachable' },
    });
    await dataSource.query(`DELETE FROM settings`);
    worker.get(ZadarmaSettingsService, { strict: false }).invalidate();
    expect(await outcome(await click(worker, anna, '+48600100201'))).toMatchObject({
      state: 'failed',
      failure: { code: 'pbx_not_configured' },
    });
  });

  it('does not ring again when the answer takes too long, and ties the call that comes of it', async () => {
    simulator.addFault({ target: 'api', kind: 'slow', path: callback, delayMs: 11_000, times: 1 });
    const wish = await click(worker, anna, customer);
    const unknown = await eventually(
      () => requests.get(wish.id, null),
      ({ endedAt }) => endedAt !== null,
      14_000,
    );
    expect(unknown).toMatchObject({ state: 'unknown', failure: { code: 'outcome_unknown' } });
    await eventually(
      () => requests.get(wish.id, null),
      ({ callId }) => callId !== null,
    );
    expect(await outcome(wish)).toMatchObject({ state: 'unknown', endedAt: unknown.endedAt });
    expect(callbacks()).toHaveLength(1);
  });

  it('never rings again what a dead worker had begun', async () => {
    const { callRequest: wish } = await requests.request({
      employeeId: anna,
      to: customer,
      country: 'PL',
      idempotencyKey: null,
    });
    // Dead between the commit and the answer; the queue hands the job to another worker.
    expect(await requests.claimForDialling(wish.id)).not.toBeNull();
    expect(await requests.claimForDialling(wish.id)).toBeNull();
    await worker.get(JobProducer).enqueue(callRequestsDial, { callRequestId: wish.id });
    const upkeep = worker.get(CallRequestUpkeep, { strict: false });
    await upkeep.run();
    await delay(200);
    expect(await requests.get(wish.id, null)).toMatchObject({ state: 'dialling' });
    await dataSource.query(`UPDATE call_requests SET dialling_at = dialling_at - interval '21 s'`);
    await upkeep.run();
    const unknown = await requests.get(wish.id, null);
    expect(unknown).toMatchObject({ state: 'unknown', failure: { code: 'outcome_unknown' } });
    expect(unknown.failure?.message).toMatch(/Check your phone/);
    await worker.get(JobProducer).enqueue(callRequestsDial, { callRequestId: wish.id });
    await delay(300);
    expect(callbacks()).toEqual([]);
  });

  it('rings once however often the queue hands the job out', async () => {
    const { callRequest: wish } = await requests.request({
      employeeId: anna,
      to: customer,
      country: 'PL',
      idempotencyKey: null,
    });
    const payloads = Array.from({ length: 8 }, () => ({ callRequestId: wish.id }));
    await worker.get(JobProducer).enqueueAll(callRequestsDial, payloads);
    expect(await outcome(wish)).toMatchObject({ state: 'ended' });
    expect(callbacks()).toHaveLength(1);
  });

  it('does not ring for a wish that is too old: its job was lost, or comes late', async () => {
    const wish = { to: customer, country: 'PL', idempotencyKey: null };
    const lost = (await requests.request({ ...wish, employeeId: anna })).callRequest;
    const late = (await requests.request({ ...wish, employeeId: piotr })).callRequest;
    await dataSource.query(`UPDATE call_requests SET requested_at = requested_at - interval '16 s'`);
    await worker.get(JobProducer).enqueue(callRequestsDial, { callRequestId: late.id });
    await worker.get(CallRequestUpkeep, { strict: false }).run();
    for (const { id } of [lost, late]) {
      const ended = await eventually(
        () => requests.get(id, null),
        ({ endedAt }) => endedAt !== null,
      );
      expect(ended).toMatchObject({ state: 'failed', failure: { code: 'too_late' } });
    }
    await delay(200);
    expect(callbacks()).toEqual([]);
  });

  it('becomes unknown when the phone should have rung and nothing is ever told of it', async () => {
    simulator.addFault({ target: 'webhook', kind: 'missing' });
    const wish = await click(worker, anna, customer);
    await eventually(
      () => requests.get(wish.id, null),
      ({ state }) => state === 'phone_ringing',
    );
    const upkeep = worker.get(CallRequestUpkeep, { strict: false });
    await dataSource.query(`UPDATE call_requests SET dialling_at = dialling_at - interval '170 s'`);
    await upkeep.run();
    expect(await requests.get(wish.id, null)).toMatchObject({ state: 'phone_ringing' });
    await dataSource.query(`UPDATE call_requests SET dialling_at = dialling_at - interval '11 s'`);
    await upkeep.run();
    expect(await requests.get(wish.id, null)).toMatchObject({ state: 'unknown' });
  });
});
