import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Routing } from '@callboard/contracts';
import {
  createTestDatabase,
  FakeClock,
  openTestDataSource,
  silentLog,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import type { DataSource } from 'typeorm';
import { Deadline } from '../deadline';
import { entities } from '../entities';
import type { Inbox } from '../inbox/inbox';
import { IntakeStore } from '../inbox/intake-store';
import { newInboundEvent } from '../inbox/new-inbound-event';
import { signText } from '../rest/sign-request';
import type { ZadarmaSettingsService } from '../settings/zadarma-settings.service';
import { settingsOn } from '../testing-parts.fixture';
import { noRouting } from './decide-routing';
import type { Delivery } from './delivery';
import { IntakeRuntime } from './intake-runtime';
import { webhookSecret, webhookVectors } from './webhook-vectors.fixture';

const form = 'application/x-www-form-urlencoded';
const toManager: Routing = {
  answer: { redirect: '101', return_timeout: 20, caller_name: 'Jan Kowalski, ACME' },
  reason: 'manager',
  contactName: 'Jan Kowalski',
  employeeName: 'Anna',
  extension: '101',
};

describe('WebhookIntake', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let settings: ZadarmaSettingsService;
  let inbox: Inbox;
  let runtime: IntakeRuntime;
  let decisions: string[];
  let decide: () => Promise<Routing>;
  const clock = new FakeClock();
  const directory = mkdtempSync(join(tmpdir(), 'callboard-intake-'));

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await openTestDataSource(database.url, [...entities]);
    const environment = testEnvironment({ DATABASE_URL: database.url, DATA_DIR: directory });
    ({ settings, inbox } = settingsOn(dataSource, environment, clock));
    const rule = {
      decide: ({ externalNumber }: { externalNumber: string | null }) => {
        decisions.push(String(externalNumber));
        return decide();
      },
    };
    runtime = new IntakeRuntime(environment, silentLog(), settings, rule);
  });

  beforeEach(async () => {
    await dataSource.query('TRUNCATE settings, inbound_events, refused_deliveries');
    await settings.update({ key: 'k', secret: webhookSecret });
    clock.advance(2_000);
    decisions = [];
    decide = () => Promise.resolve(toManager);
  });

  afterAll(async () => {
    await runtime.onApplicationShutdown();
    await dataSource.destroy();
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  const accept = (delivery: Partial<Delivery>) =>
    runtime.intake.accept({
      signature: undefined,
      contentType: form,
      rawBody: Buffer.alloc(0),
      receivedAt: clock.now(),
      deadline: new Deadline(450),
      ...delivery,
    });

  const body = (fields: Readonly<Record<string, string>>) =>
    Buffer.from(new URLSearchParams(fields).toString());

  const vector = (id: string) => {
    const found = webhookVectors.find((candidate) => candidate.id === id);
    if (!found) {
      throw new Error(id);
    }
    return { rawBody: body(found.fields), signature: found.signature };
  };

  const events = (): Promise<Record<string, unknown>[]> =>
    dataSource.query('SELECT * FROM inbound_events ORDER BY id');
  const refused = (): Promise<Record<string, unknown>[]> =>
    dataSource.query('SELECT * FROM refused_deliveries ORDER BY id');

  it.each(webhookVectors)('takes vector $id into the inbox', async ({ id, fields }) => {
    const result = await accept(vector(id));
    expect(result).toMatchObject({ status: 200, contentType: 'application/json' });
    const rows = await events();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      id: result.inboundEventId,
      source: 'webhook',
      event: fields.event,
      pbx_call_id: fields.pbx_call_id ?? null,
      fields,
      processed_at: null,
      received_at: clock.now(),
    });
    expect(rows[0]?.body).toEqual(body(fields));
    expect(await refused()).toEqual([]);
  });

  it('answers NOTIFY_START with the decision and keeps it with its reason', async () => {
    const result = await accept(vector('W1'));
    expect(JSON.parse(result.body)).toEqual(toManager.answer);
    expect(decisions).toEqual(['+37120000011']);
    const [row] = await events();
    expect(row).toMatchObject({
      answer: toManager.answer,
      answer_reason: 'manager',
      answer_about: { contactName: 'Jan Kowalski', employeeName: 'Anna', extension: '101' },
    });
  });

  it('asks the rule for no other event and answers it with an empty object', async () => {
    for (const { id } of webhookVectors.slice(1)) {
      expect((await accept(vector(id))).body).toBe('{}');
    }
    expect(decisions).toEqual([]);
  });

  it('gives a repeat the stored answer, changes nothing and has nothing to process', async () => {
    const first = await accept(vector('W1'));
    const [before] = await events();
    decide = () => Promise.resolve({ ...toManager, answer: {}, reason: 'unknown_caller' });
    clock.advance(1_000);
    const second = await accept(vector('W1'));
    expect(second.body).toBe(first.body);
    expect(second.inboundEventId).toBeNull();
    expect(await events()).toEqual([before]);
  });

  it('gives every one of many simultaneous repeats the same answer and makes one row', async () => {
    let count = 0;
    decide = () => Promise.resolve({ ...toManager, answer: { redirect: `${(count += 1)}00` } });
    const results = await Promise.all(Array.from({ length: 20 }, () => accept(vector('W1'))));
    expect(new Set(results.map((result) => result.body)).size).toBe(1);
    expect(results.filter((result) => result.inboundEventId)).toHaveLength(1);
    expect(await events()).toHaveLength(1);
  });

  it('takes a repeat that differs in an unsigned field as a second event', async () => {
    await accept(vector('W4'));
    const [, , , end] = webhookVectors;
    await accept({
      rawBody: body({ ...end?.fields, duration: '76' }),
      signature: end?.signature,
    });
    expect(await events()).toHaveLength(2);
  });

  it('answers with an empty object and the reason timeout when the rule takes too long', async () => {
    decide = () => new Promise<Routing>(() => undefined);
    const started = performance.now();
    const result = await accept(vector('W1'));
    expect(performance.now() - started).toBeLessThan(450);
    expect(result.body).toBe('{}');
    expect((await events())[0]).toMatchObject({ answer: {}, answer_reason: 'timeout' });
  });

  it('answers with an empty object when the rule fails', async () => {
    decide = () => Promise.reject(new Error('connection terminated'));
    expect((await accept(vector('W1'))).body).toBe('{}');
    expect((await events())[0]).toMatchObject({ answer_reason: 'database_unavailable' });
  });

  it('accepts a captured multipart SMS', async () => {
    const [{ fields, signature }] = webhookVectors.slice(8) as [(typeof webhookVectors)[number]];
    const parts = Object.entries(fields).map(
      ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const result = await accept({
      rawBody: Buffer.from(`${parts.join('')}--b--\r\n`),
      contentType: 'multipart/form-data; boundary=b',
      signature,
    });
    expect(result.status).toBe(200);
    expect((await events())[0]).toMatchObject({ event: 'SMS', fields });
  });

  it.each([
    ['no signature', undefined, 'signature_missing'],
    ['a wrong signature', 'x'.repeat(56), 'signature_wrong'],
    ['a cut signature', webhookVectors[0]?.signature.slice(0, 20), 'signature_wrong'],
  ])('refuses %s with 401 and keeps the reason', async (_name, signature, reason) => {
    const result = await accept({ ...vector('W1'), signature });
    expect(result).toMatchObject({ status: 401, inboundEventId: null });
    expect(await events()).toEqual([]);
    expect(decisions).toEqual([]);
    expect(await refused()).toMatchObject([
      { reason, event: 'NOTIFY_START', pbx_call_id: expect.stringMatching(/^in_/), content_type: form },
    ]);
  });

  it('notices a secret that another process stored a moment ago', async () => {
    await settings.update({ secret: 'old' });
    await settings.current();
    const environment = testEnvironment({ DATABASE_URL: database.url });
    await settingsOn(dataSource, environment, clock).settings.update({ secret: webhookSecret });
    expect((await settings.current()).secret).toBe('old');
    expect((await accept(vector('W1'))).status).toBe(200);
  });

  it('answers 503 before a secret is stored', async () => {
    await dataSource.query('TRUNCATE settings');
    settings.invalidate();
    expect((await accept(vector('W1'))).status).toBe(503);
    expect(await refused()).toMatchObject([{ reason: 'no_secret' }]);
    expect(await events()).toEqual([]);
  });

  it.each([
    ['NOTIFY_INTERNAL_END', 'unknown_event'],
    ['anything', 'unknown_event'],
    ['SPEECH_RECOGNITION', 'unverifiable_event'],
    ['DOCUMENT', 'unverifiable_event'],
  ])('answers 200 to %s and keeps it in the refused list only', async (event, reason) => {
    const rawBody = body({ event, result: '{}', pbx_call_id: 'in_1' });
    const result = await accept({ rawBody, signature: signText('{}', webhookSecret) });
    expect(result).toMatchObject({ status: 200, body: '{}', inboundEventId: null });
    expect(await events()).toEqual([]);
    expect(await refused()).toMatchObject([{ reason, event }]);
  });

  it('counts missing fields as empty', async () => {
    const rawBody = body({ event: 'NOTIFY_END', call_start: '2026-03-05 10:15:00' });
    const result = await accept({ rawBody, signature: signText('2026-03-05 10:15:00', webhookSecret) });
    expect(result.status).toBe(200);
    expect(await events()).toMatchObject([{ event: 'NOTIFY_END', pbx_call_id: null }]);
  });

  it('stores what PostgreSQL cannot hold as text: NUL and endless ids', async () => {
    const fields = { event: 'NOTIFY_START', caller_id: 'a\0b', pbx_call_id: 'in_'.padEnd(20_000, '7') };
    const rawBody = body(fields);
    expect(await accept({ rawBody, signature: signText('a\0b', webhookSecret) })).toMatchObject({
      status: 200,
      inboundEventId: expect.any(String),
    });
    const [row] = await events();
    expect(row).toMatchObject({ pbx_call_id: null, fields: { caller_id: 'a\u2400b' } });
    expect(row?.body).toEqual(rawBody);
  });

  it.each([
    ['JSON', 'application/json', Buffer.from('{}'), 415],
    ['no content type', undefined, Buffer.from('event=NOTIFY_START'), 415],
    ['a broken multipart form', 'multipart/form-data; boundary=b', Buffer.from('--b\r\nnonsense'), 400],
    ['a multipart form without boundary', 'multipart/form-data', Buffer.from('x'), 400],
    ['binary garbage', form, Buffer.from([0, 255, 254, 1, 2, 128, 61, 38, 37, 37]), 401],
    ['an empty body', form, Buffer.alloc(0), 401],
    ['a truncated form', form, vectorBody().subarray(0, 60), 401],
  ])('has its answer for %s', async (_name, contentType, rawBody, status) => {
    const result = await accept({ contentType, rawBody, signature: webhookVectors[0]?.signature });
    expect(result.status).toBe(status);
    expect(await events()).toEqual([]);
    expect(await refused()).toHaveLength(1);
  });

  function vectorBody(): Buffer {
    return body(webhookVectors[0]?.fields ?? {});
  }

  it('reflects a harmless zd_echo of a form and nothing else', async () => {
    expect(await accept({ rawBody: Buffer.from('zd_echo=a1-B_2.c') })).toMatchObject({
      status: 200,
      body: 'a1-B_2.c',
      contentType: 'text/plain',
    });
    expect((await accept({ rawBody: Buffer.from('zd_echo=%3Cscript%3E') })).status).toBe(401);
  });

  it('keeps 2 KB of a refused delivery, and at most five a second', async () => {
    const rawBody = Buffer.alloc(10_000, 'x');
    for (let sent = 0; sent < 20; sent += 1) {
      await accept({ rawBody });
    }
    const rows = await refused();
    expect(rows).toHaveLength(5);
    expect(rows[0]?.body).toHaveLength(2_048);
  });

  it('keeps the newest thousand refused deliveries', async () => {
    await dataSource.query(
      `INSERT INTO refused_deliveries (reason, body, received_at)
       SELECT 'unknown_event', '', now() FROM generate_series(1, 1200)`,
    );
    await runtime.intake.refuseUnread('too_large', clock.now(), form);
    const rows = await refused();
    expect(rows).toHaveLength(1_000);
    expect(rows.at(-1)).toMatchObject({ reason: 'too_large' });
  });

  it('shows the answer of the spool where the row of the same delivery was committed too late', async () => {
    const store = new IntakeStore(
      { query: async ({ text, values }) => ({ rows: await dataSource.query(text, values) }) as never },
      silentLog(),
    );
    const told = (receivedAt: Date, routing: Routing) =>
      newInboundEvent({
        source: 'webhook',
        fields: { event: 'NOTIFY_START', pbx_call_id: 'in_late' },
        receivedAt,
        routing,
      });
    const answers = () => dataSource.query('SELECT answer, answer_reason, answer_about FROM inbound_events');
    const nobody = { contactName: null, employeeName: null, extension: null };
    const moment = new Date('2026-03-05T09:15:00.123Z');
    await store.insert(told(moment, toManager), 300);
    await store.insertSpooled(told(new Date('2026-03-05T09:15:03Z'), noRouting('database_unavailable')));
    expect(await answers()).toMatchObject([{ answer: toManager.answer, answer_reason: 'manager' }]);
    await store.insertSpooled(told(moment, noRouting('database_unavailable')));
    expect(await answers()).toEqual([
      { answer: {}, answer_reason: 'database_unavailable', answer_about: nobody },
    ]);
  });

  it('numbers events that come together in the order of arrival, also where two groups hold the same ones', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `in_${index}`);
    const told = names.map((pbx_call_id) => ({
      source: 'webhook' as const,
      fields: { event: 'NOTIFY_INTERNAL', pbx_call_id },
      receivedAt: clock.now(),
    }));
    const rounds = Array.from({ length: 8 }, (_, round) => (round % 2 ? [...told].reverse() : told));
    await inbox.add(told);
    await Promise.all(rounds.map((one) => inbox.add(one)));
    const rows = await dataSource.query<{ name: string }[]>(
      'SELECT pbx_call_id AS name FROM inbound_events ORDER BY id',
    );
    expect(rows.map(({ name }) => name)).toEqual(names);
  });

  it('finds its events again for the worker', async () => {
    const { inboundEventId } = await accept(vector('W1'));
    await accept(vector('W2'));
    await accept(vector('W5'));
    const callId = webhookVectors[0]?.fields.pbx_call_id ?? '';
    const ofCall = await inbox.eventsOfCall(callId);
    expect(ofCall.map(({ event }) => event)).toEqual(['NOTIFY_START', 'NOTIFY_INTERNAL']);
    expect(await inbox.byId(String(inboundEventId))).toMatchObject({ event: 'NOTIFY_START' });
    const later = new Date(clock.now().getTime() + 1);
    const ids = await inbox.unprocessed(later, 10);
    expect(ids).toHaveLength(3);
    await inbox.markProcessed(ids.slice(0, 1), dataSource.manager);
    await inbox.markFailed(ids[1] ?? '', 'cannot be');
    expect(await inbox.unprocessed(later, 10)).toEqual(ids.slice(2));
    expect(await inbox.unprocessed(clock.now(), 10)).toEqual([]);
    expect(await inbox.reopen(ids[1] ?? '')).toBe(true);
    expect(await inbox.unprocessed(later, 10)).toEqual(ids.slice(1));
    expect(await inbox.reopen('999999')).toBe(false);
  });
});
