import { randomUUID } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { EmployeesService } from '@callboard/auth';
import {
  type CallEvent,
  CallRequestFollower,
  CallRequestsService,
  CallsService,
  type ProjectionResult,
} from '@callboard/calls';
import { ContactsService } from '@callboard/contacts';
import type { CallItem } from '@callboard/contracts';
import { Transactions } from '@callboard/database';
import { LiveBus } from '@callboard/messaging';
import { PbxService } from '@callboard/pbx';
import { Inbox } from '@callboard/zadarma';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { DateTime } from 'luxon';
import { DataSource } from 'typeorm';
import { RecordedCalls } from '../recordings/recordings.fixture';
import { startTestApi, type TestApi, type Visitor } from '../testing/test-api';
import { LiveHub } from './live-hub.service';

interface Listener {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly events: EventSourceMessage[];
  readonly comments: string[];
  /** The last place to resume from, also if no event carried it. */
  place(): string | undefined;
  named(name: string): Record<string, unknown>[];
  readonly ended: Promise<void>;
  close(): void;
}

async function until(condition: () => boolean, timeoutMs = 4_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) {
      throw new Error('It did not happen in time');
    }
    await delay(10);
  }
}

const zone = 'Europe/Warsaw';
const party = (raw: string, e164: string | null = null) => ({ raw, e164 });

function started(pbxCallId: string): CallEvent {
  return {
    kind: 'started',
    source: 'webhook',
    pbxCallId,
    hash: `${pbxCallId}-start`,
    receivedAt: new Date(),
    caller: party('+48600100200', '+48600100200'),
    called: party('48221234567', '+48221234567'),
    internal: null,
    wallStart: '2026-03-05 10:15:00',
    routing: null,
  };
}

function rang(pbxCallId: string, extension: string): CallEvent {
  return {
    ...started(pbxCallId),
    kind: 'ringing',
    hash: `${pbxCallId}-${extension}`,
    internal: party(extension),
    transferFrom: null,
  } as CallEvent;
}

/** What is told when a phone of ours or a customer's is dialled, of whom one is named as `internal`. */
function leg(pbxCallId: string, internal: string, called: string): CallEvent {
  const named = (raw: string) => party(raw, raw.length > 3 ? `+${raw}` : null);
  return {
    ...started(pbxCallId),
    caller: party('0'),
    internal: named(internal),
    called: named(called),
  } as CallEvent;
}

const isTo = (callRequest: unknown, to: string): boolean => (callRequest as { to: string }).to === to;

describe('the live stream', () => {
  let api: TestApi;
  let port: number;
  let bus: LiveBus;
  const listeners: Listener[] = [];

  beforeAll(async () => {
    api = await startTestApi();
    await api.app.listen(0, '127.0.0.1');
    port = (api.app.getHttpServer().address() as AddressInfo).port;
    bus = api.app.get(LiveBus, { strict: false });
    const pbx = api.app.get(PbxService, { strict: false });
    await pbx.startSync();
    await pbx.applyFetched({
      pbxId: '1',
      extensions: ['101', '102'].map((number) => ({ number, name: null, online: true })),
    });
    await pbx.assign('101', api.agentId);
    await pbx.assign('102', api.adminId);
    await bus.waitUntilListening();
  });

  afterEach(() => listeners.splice(0).forEach((listener) => listener.close()));
  afterAll(() => api.close());

  async function listen(
    as: Visitor,
    extra: Record<string, string> = {},
    { read = true }: { read?: boolean } = {},
  ): Promise<Listener> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(
        {
          port,
          host: '127.0.0.1',
          path: '/api/v1/live',
          headers: { ...api.headers[as], ...extra },
          agent: false,
        },
        resolve,
      ).on('error', reject);
    });
    const events: EventSourceMessage[] = [];
    const comments: string[] = [];
    let place: string | undefined;
    const parser = createParser({
      onEvent: (event) => events.push(event),
      onComment: (comment) => comments.push(comment.trim()),
    });
    if (read) {
      response.setEncoding('utf8').on('data', (text: string) => {
        place = [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? place;
        parser.feed(text);
      });
    }
    const listener: Listener = {
      status: response.statusCode ?? 0,
      headers: response.headers,
      events,
      comments,
      place: () => place,
      named: (name) =>
        events
          .filter(({ event }) => event === name)
          .map(({ data }) => JSON.parse(data) as Record<string, unknown>),
      ended: new Promise((resolve) => response.once('close', resolve)),
      close: () => response.destroy(),
    };
    listeners.push(listener);
    return listener;
  }

  /** Folds the call and, unless it should get lost, tells the bus. */
  async function call(
    pbxCallId: string,
    events: CallEvent[],
    { told = true }: { told?: boolean } = {},
  ): Promise<Extract<ProjectionResult, { changed: true }>> {
    const result = await api.app.get(Transactions, { strict: false }).run(async (manager) => {
      const calls = api.app.get(CallsService, { strict: false });
      const projected = await calls.project(pbxCallId, events, manager, { zone });
      const { callId } = projected;
      const requests = api.app.get(CallRequestFollower, { strict: false });
      await requests.follow({ pbxCallId, callId }, events, manager, { zone });
      return projected;
    });
    if (!result.changed) {
      throw new Error('The call did not change');
    }
    if (told) {
      await bus.publish({ type: 'call.changed', id: result.callId, version: result.version });
      for (const { extension, employeeId, at } of result.ringing) {
        await bus.publish({
          type: 'call.ringing',
          id: result.callId,
          version: result.version,
          extension,
          employeeId,
          at: at.toISOString(),
        });
      }
    }
    return result;
  }

  /** Does something while nobody else can read the table. */
  async function whileLocked(table: string, work: () => Promise<void>): Promise<void> {
    await api.app.get(Transactions, { strict: false }).run(async (manager) => {
      await manager.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      await work();
    });
  }

  it('is an event stream that no proxy keeps, for whoever is signed in', async () => {
    const admin = await listen('admin');
    expect(admin.status).toBe(200);
    expect(admin.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    await until(() => admin.place() !== undefined);
    expect((await listen('nobody')).status).toBe(401);
  });

  it('begins with a heartbeat, as a comment too, that says whether what was told is worked through', async () => {
    const inbox = api.app.get(Inbox, { strict: false });
    const first = await listen('agent');
    await until(() => first.named('heartbeat').length > 0);
    expect(first.comments).toContain('heartbeat');
    const [event] = await inbox.add([
      {
        source: 'webhook',
        fields: { event: 'NOTIFY_START', pbx_call_id: 'in_waiting' },
        receivedAt: new Date(Date.now() - 30_000),
      },
    ]);
    const second = await listen('agent');
    await until(() => second.named('heartbeat').length > 0);
    await api.app
      .get(Transactions, { strict: false })
      .run((manager) => inbox.markProcessed([event?.id ?? ''], manager));
    const third = await listen('agent');
    await until(() => third.named('heartbeat').length > 0);
    expect([first, second, third].map((listener) => listener.named('heartbeat')[0])).toEqual([
      { behind: false },
      { behind: true },
      { behind: false },
    ]);
    expect(third.place()).toBeDefined();
  });

  it('sends a changed call to those who may see it', async () => {
    const [admin, key, agent] = await Promise.all([listen('admin'), listen('readKey'), listen('agent')]);
    const mine = await call('in_mine', [started('in_mine'), rang('in_mine', '101')]);
    const other = await call('in_other', [started('in_other'), rang('in_other', '102')]);
    await until(() => admin.named('call.changed').length >= 2 && key.named('call.changed').length >= 2);
    await until(() => agent.named('call.changed').length > 0);
    await delay(100);
    expect(admin.named('call.changed').map(({ id }) => id)).toEqual([mine.callId, other.callId]);
    expect(agent.named('call.changed').map(({ id }) => id)).toEqual([mine.callId]);
    expect(agent.named('call.changed')[0]).toMatchObject({
      version: 1,
      call: { id: mine.callId, pbxCallId: 'in_mine', status: 'ringing', externalNumber: '+48600100200' },
    });
    const { id } = agent.events.find(({ event }) => event === 'call.changed') ?? {};
    expect(new Date(String(id)).toISOString()).toBe(id);
  });

  it("sends a call to its contact's manager, though only another phone rang", async () => {
    const contacts = api.app.get(ContactsService, { strict: false });
    await contacts.create(
      {
        name: 'Jan',
        company: null,
        managerId: api.agentId,
        phones: [{ number: '+48600100200', label: null }],
      },
      'PL',
    );
    const agent = await listen('agent');
    const { callId } = await call('in_managed', [started('in_managed'), rang('in_managed', '102')]);
    await until(() => agent.named('call.changed').some(({ id }) => id === callId));
    expect(agent.named('call.ringing')).toEqual([]);
  });

  it('tells each who sees a recorded call whether they may hear it', async () => {
    const [admin, agent] = await Promise.all([listen('admin'), listen('agent')]);
    const { callId, version } = await call('in_heard', [started('in_heard'), rang('in_heard', '102')], {
      told: false,
    });
    await new RecordedCalls(api).recording(callId, { state: 'remote' });
    await bus.publish({ type: 'call.changed', id: callId, version });
    const told = (listener: Listener) =>
      listener.named('call.changed').find(({ id }) => id === callId) as { call: CallItem } | undefined;
    await until(() => told(admin) !== undefined && told(agent) !== undefined);
    // The agent manages the contact, which is enough to see the call.
    const recording = { state: 'remote', parts: 1 };
    expect(told(admin)?.call.recording).toEqual({ ...recording, mayListen: true });
    expect(told(agent)?.call.recording).toEqual({ ...recording, mayListen: false });
  });

  it('rings only with the one whose phone rings', async () => {
    const [admin, agent, key] = await Promise.all([listen('admin'), listen('agent'), listen('adminKey')]);
    const { callId } = await call('in_ring', [started('in_ring'), rang('in_ring', '101')]);
    await until(() => agent.named('call.ringing').length === 1);
    expect(agent.named('call.ringing')[0]).toMatchObject({
      id: callId,
      extension: '101',
      employeeId: api.agentId,
      call: { id: callId },
    });
    await delay(100);
    expect(admin.named('call.ringing')).toEqual([]);
    expect(key.named('call.ringing')).toEqual([]);
  });

  it('rings also when so many calls changed that everything must be loaded anew', async () => {
    const agent = await listen('agent');
    const { callId, version } = await call('in_busy', [started('in_busy'), rang('in_busy', '101')], {
      told: false,
    });
    await whileLocked('calls', async () => {
      const ids = Array.from({ length: 502 }, () => randomUUID());
      for (const id of ids) {
        await bus.publish({ type: 'call.changed', id, version: 1 });
      }
      const at = new Date().toISOString();
      const ring = { id: callId, version, extension: '101', employeeId: api.agentId, at };
      await bus.publish({ type: 'call.ringing', ...ring });
      await delay(200);
    });
    await until(() => agent.named('call.ringing').some(({ id }) => id === callId));
    expect(agent.named('resync')).toHaveLength(1);
  });

  it('forgets a reader that left while it was still asked who it is', async () => {
    const streams = api.app.get(LiveHub, { strict: false })['streams'];
    await until(() => streams.size === 0);
    await whileLocked('sessions', async () => {
      const headers = api.headers.agent;
      const request = get({ port, host: '127.0.0.1', path: '/api/v1/live', headers, agent: false });
      request.on('error', () => undefined);
      await delay(200);
      request.destroy();
      await delay(200);
    });
    await delay(200);
    await until(() => streams.size === 0);
  });

  it('tells of changed settings only those who may read them', async () => {
    const [admin, agent, key] = await Promise.all([listen('admin'), listen('agent'), listen('readKey')]);
    await bus.publish({ type: 'settings.changed' });
    await until(() => admin.named('settings.changed').length === 1);
    await delay(100);
    expect(agent.named('settings.changed')).toEqual([]);
    expect(key.named('settings.changed')).toEqual([]);
  });

  it('shows a call request to the one who made it, and to nobody else, also if the wake-up got lost', async () => {
    const [own, admin, key] = [await listen('agent'), await listen('admin'), await listen('readKey')];
    const answer = await api.request('POST', '/api/v1/call-requests', {
      as: 'agent',
      payload: { to: '+48600100555' },
    });
    const { id } = answer.json<{ id: string }>();
    await until(() => own.named('callRequest.changed').length > 0);
    expect(own.named('callRequest.changed')[0]).toEqual({ id, version: 1, callRequest: answer.json() });
    const requests = api.app.get(CallRequestsService, { strict: false });
    await requests.failed(id, 'requested', 'device_offline');
    await until(() => own.named('callRequest.changed').length > 1, 8_000);
    expect(own.named('callRequest.changed')[1]).toMatchObject({
      version: 2,
      callRequest: { state: 'failed', failure: { code: 'device_offline' } },
    });
    expect(own.events.at(-1)?.id).toMatch(/^\d{4}-.*Z$/);
    await delay(100);
    expect([...admin.named('callRequest.changed'), ...key.named('callRequest.changed')]).toEqual([]);
    expect(own.named('callRequest.changed')).toHaveLength(2);
  });

  it('sends call requests of their own that somebody missed', async () => {
    const left = new Date().toISOString();
    const payload = { to: '+48600100556' };
    await api.request('POST', '/api/v1/call-requests', { as: 'agent', payload });
    await delay(100);
    const [own, admin] = [
      await listen('agent', { 'last-event-id': left }),
      await listen('admin', { 'last-event-id': left }),
    ];
    await until(() =>
      own.named('callRequest.changed').some(({ callRequest }) => isTo(callRequest, payload.to)),
    );
    await delay(100);
    expect(admin.named('callRequest.changed')).toEqual([]);
  });

  it('heals a lost wake-up within seconds', async () => {
    const admin = await listen('admin');
    const { callId } = await call('in_lost', [started('in_lost')], { told: false });
    await until(() => admin.named('call.changed').some(({ id }) => id === callId), 7_000);
  }, 15_000);

  it('sends what was missed first, and nothing rings again', async () => {
    const before = await listen('agent');
    await until(() => before.place() !== undefined);
    const place = before.place() ?? '';
    before.close();
    const mine = await call('in_missed', [started('in_missed'), rang('in_missed', '101')]);
    const other = await call(
      'in_missed_other',
      [started('in_missed_other'), rang('in_missed_other', '102')],
      {
        told: false,
      },
    );
    const agent = await listen('agent', { 'last-event-id': place });
    await until(() => agent.named('call.changed').some(({ id }) => id === mine.callId));
    expect(agent.named('call.ringing')).toEqual([]);
    const admin = await listen('admin', { 'last-event-id': place });
    await until(() => admin.named('call.changed').some(({ id }) => id === other.callId));
  });

  it('shows nothing of a phone that rings for a request until the customer is dialled', async () => {
    const [agent, admin] = [await listen('agent'), await listen('admin')];
    await until(() => agent.place() !== undefined && admin.place() !== undefined);
    const place = admin.place() ?? '';
    const payload = { to: '+48600100297' };
    const answer = await api.request('POST', '/api/v1/call-requests', { as: 'agent', payload });
    const { id } = answer.json<{ id: string }>();
    await api.app.get(CallRequestsService, { strict: false }).claimForDialling(id);
    const wallStart = DateTime.now().setZone(zone).toFormat('yyyy-MM-dd HH:mm:ss');
    const own = { ...leg('out_wish', '48600100297', '101'), wallStart };
    const { callId } = await call('out_wish', [own]);
    const other = await call('in_after_wish', [started('in_after_wish'), rang('in_after_wish', '101')]);
    const late = await listen('admin', { 'last-event-id': place });
    const shows = (listener: Listener, wanted: string) =>
      listener.named('call.changed').some((message) => message.id === wanted);
    await until(() => [agent, admin, late].every((listener) => shows(listener, other.callId)));
    expect([agent, admin, late].filter((listener) => shows(listener, callId))).toEqual([]);
    const dialled = { ...leg('out_wish', '101', '48600100297'), wallStart, hash: 'out_wish-customer' };
    await call('out_wish', [own, dialled]);
    await until(() => [agent, admin, late].every((listener) => shows(listener, callId)));
    expect(admin.named('resync')).toEqual([]);
  });

  it('asks the browser to start anew when a call turns out to be the helper leg of another', async () => {
    const [agent, admin] = [await listen('agent'), await listen('admin')];
    await until(() => agent.place() !== undefined && admin.place() !== undefined);
    const place = admin.place() ?? '';
    const own = await call('out_own', [leg('out_own', '48600100299', '102')]);
    await until(() => admin.named('call.changed').some(({ id }) => id === own.callId));
    const customer = await call('out_customer', [leg('out_customer', '102', '48600100299')]);
    expect(customer.helperLegs).toMatchObject([{ id: own.callId }]);
    await api.app.get(LiveBus).publish({ type: 'call.changed', id: own.callId ?? '', version: 2 });
    await until(() => admin.named('resync').length === 1);
    expect(agent.named('resync')).toEqual([]);
    const seen = admin.named('call.changed').length;
    await api.app.get(LiveBus).publish({ type: 'call.changed', id: own.callId ?? '', version: 3 });
    await until(() => admin.named('call.changed').length > seen);
    expect(admin.named('call.changed').at(-1)).toMatchObject({ id: customer.callId });
    expect(admin.named('resync')).toHaveLength(1);
    const late = await listen('admin', { 'last-event-id': place });
    await until(() => late.named('resync').length === 1);
    expect(late.named('call.changed').filter(({ id }) => id === own.callId)).toEqual([]);
  });

  it('asks the browser to start anew when the place is unknown', async () => {
    const admin = await listen('admin', { 'last-event-id': 'yesterday' });
    await until(() => admin.named('resync').length === 1);
  });

  it('asks the browser to start anew when too much was missed', async () => {
    await api.app.get(DataSource).query(`
      INSERT INTO calls (id, version, pbx_call_id, direction, status, started_at, has_recording, recording_ids,
        timeline, created_at, updated_at)
      SELECT gen_random_uuid(), 1, 'in_many_' || n, 'incoming', 'missed', now(), false, '[]', '[]', now(), now()
      FROM generate_series(1, 501) AS n`);
    const admin = await listen('admin', { 'last-event-id': new Date().toISOString() });
    await until(() => admin.named('resync').length === 1);
    expect(admin.named('call.changed')).toEqual([]);
  });

  it('ends all streams when the API closes, without waiting for the readers', async () => {
    const other = await startTestApi();
    try {
      await other.app.listen(0, '127.0.0.1');
      const { port: otherPort } = other.app.getHttpServer().address() as AddressInfo;
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        get(
          { port: otherPort, host: '127.0.0.1', path: '/api/v1/live', headers: other.headers.admin },
          resolve,
        ).on('error', reject);
      });
      const ended = new Promise((resolve) => response.resume().once('end', resolve));
      const closing = Date.now();
      await other.app.close();
      await ended;
      expect(Date.now() - closing).toBeLessThan(3_000);
    } finally {
      await other.close();
    }
  });

  it('ends the stream of somebody who was deactivated', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'queueMicrotask', 'performance', 'Date'],
    });
    try {
      const agent = await listen('agent');
      const admin = await listen('admin');
      let [agentEnded, adminEnded] = [false, false];
      void agent.ended.then(() => (agentEnded = true));
      void admin.ended.then(() => (adminEnded = true));
      await api.app
        .get(EmployeesService, { strict: false })
        .update(api.agentId, { active: false }, { kind: 'system', name: 'test' });
      jest.advanceTimersByTime(31_000);
      await until(() => agentEnded);
      expect(adminEnded).toBe(false);
    } finally {
      jest.useRealTimers();
    }
  });
});
