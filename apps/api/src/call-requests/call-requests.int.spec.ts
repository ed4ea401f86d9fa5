import { setTimeout as delay } from 'node:timers/promises';
import { callRequest, type CallRequest, type Problem } from '@callboard/contracts';
import { callRequestsDial, JobProducer, LiveBus, type LiveSignal } from '@callboard/messaging';
import { newId } from '@callboard/platform';
import { PbxService } from '@callboard/pbx';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi } from '../testing/test-api';

const url = '/api/v1/call-requests';
const nobody = '0196f000-0000-7000-8000-000000000000';

describe('call requests', () => {
  let api: TestApi;
  let dataSource: DataSource;
  const signals: LiveSignal[] = [];

  beforeAll(async () => {
    api = await startTestApi();
    dataSource = api.app.get(DataSource);
    const pbx = api.app.get(PbxService, { strict: false });
    await pbx.startSync();
    const extensions = ['101', '102'].map((number) => ({ number, name: null, online: true }));
    await pbx.applyFetched({ pbxId: '1', extensions });
    await pbx.assign('101', api.agentId);
    api.app.get(LiveBus).subscribe((signal) => signals.push(signal));
    await api.app.get(LiveBus).waitUntilListening();
  });

  beforeEach(async () => {
    signals.length = 0;
    await dataSource.query(`TRUNCATE call_requests, pbx_request_budget CASCADE`);
  });

  afterAll(() => api.close());

  const wish = (
    payload: object = { to: '600 100 200' },
    { as = 'agent', key }: { as?: 'agent' | 'admin'; key?: string } = {},
  ) =>
    api.request('POST', url, { as, payload, headers: key === undefined ? {} : { 'idempotency-key': key } });
  const rows = () => dataSource.query<unknown[]>(`SELECT 1 FROM call_requests`);
  const jobs = () => api.app.get(JobProducer).backlog(callRequestsDial);

  it('are accepted with the number in one form, and wait to be dialled', async () => {
    const before = (await jobs()) ?? 0;
    const answer = await wish();
    expect(answer.statusCode).toBe(202);
    const body = callRequest.strict().parse(answer.json());
    expect(body).toMatchObject({
      version: 1,
      state: 'requested',
      employeeId: api.agentId,
      extension: '101',
      to: '+48600100200',
      contactId: null,
      callId: null,
      failure: null,
      endedAt: null,
    });
    expect(await jobs()).toBe(before + 1);
    const again = await api.request('GET', `${url}/${body.id}`, { as: 'agent' });
    expect(again.json()).toEqual(body);
    for (let tries = 0; tries < 100 && signals.length === 0; tries += 1) {
      await delay(20);
    }
    expect(signals).toEqual([
      { type: 'callRequest.changed', id: body.id, version: 1, employeeId: api.agentId },
    ]);
  });

  it('are one for a double click, however many come at once and however the number is written', async () => {
    const before = (await jobs()) ?? 0;
    const spellings = ['600100200', '+48600100200', '+48 600 100 200', '0048600100200', '600-100-200'];
    const answers = await Promise.all([...spellings, ...spellings].map((to) => wish({ to })));
    expect(new Set(answers.map((answer) => answer.json<CallRequest>().id)).size).toBe(1);
    expect(await rows()).toHaveLength(1);
    expect(await jobs()).toBe(before + 1);
  });

  it('are others after 5 seconds, for another number and for another employee', async () => {
    const pbx = api.app.get(PbxService, { strict: false });
    await pbx.assign('102', api.adminId);
    const first = (await wish()).json<CallRequest>();
    await wish({ to: '600100201' });
    await wish(undefined, { as: 'admin' });
    await dataSource.query(
      `UPDATE call_requests SET requested_at = requested_at - interval '5 s' WHERE id = $1`,
      [first.id],
    );
    expect((await wish()).json<CallRequest>().id).not.toBe(first.id);
    expect(await rows()).toHaveLength(4);
    await pbx.assign('102', null);
  });

  it('are one for one Idempotency-Key, whenever it comes again, also if its first click was a double one', async () => {
    const first = (await wish(undefined, { key: 'a' })).json<CallRequest>();
    const double = (await wish(undefined, { key: 'b' })).json<CallRequest>();
    await dataSource.query(`UPDATE call_requests SET requested_at = requested_at - interval '1 h'`);
    const before = (await jobs()) ?? 0;
    const repeats = await Promise.all(['a', 'b', 'a'].map((key) => wish(undefined, { key })));
    expect([double, ...repeats.map((answer) => answer.json<CallRequest>())].map(({ id }) => id)).toEqual(
      Array(4).fill(first.id),
    );
    expect(await rows()).toHaveLength(1);
    expect(await jobs()).toBe(before);
  });

  it('refuse an Idempotency-Key that stood for something else, and one that is none', async () => {
    await wish(undefined, { key: 'a' });
    const other = await wish({ to: '600100201' }, { key: 'a' });
    expect(other.statusCode).toBe(422);
    expect(other.json<Problem>()).toMatchObject({ code: 'idempotency_key_reused' });
    expect((await wish({ to: '600100200', contactId: nobody }, { key: 'a' })).statusCode).toBe(422);
    const wrong = await wish(undefined, { key: 'x'.repeat(256) });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.json<Problem>()).toMatchObject({
      code: 'validation_failed',
      errors: [{ path: 'Idempotency-Key' }],
    });
    expect(await rows()).toHaveLength(1);
    const own = await wish({ to: '600100201' }, { key: 'a', as: 'admin' });
    expect(own.statusCode).toBe(202);
  });

  it.each(['abc', '112', '+48', 'anonymous', '101'])(
    'fail at once for %s, which is no number',
    async (to) => {
      const before = await jobs();
      const body = callRequest.parse((await wish({ to })).json());
      expect(body).toMatchObject({ state: 'failed', to, failure: { code: 'bad_number' } });
      expect(body.endedAt).not.toBeNull();
      expect(await jobs()).toBe(before);
    },
  );

  it('fail at once without an extension, and with one the PBX has no more, and say what to do', async () => {
    const none = callRequest.parse((await wish(undefined, { as: 'admin' })).json());
    expect(none).toMatchObject({ state: 'failed', extension: null, failure: { code: 'no_extension' } });
    expect(none.failure?.message).toMatch(/Ask an administrator/);
    await dataSource.query(`UPDATE extensions SET active = false WHERE number = '101'`);
    const inactive = callRequest.parse((await wish()).json());
    expect(inactive).toMatchObject({ extension: '101', failure: { code: 'extension_inactive' } });
    await dataSource.query(`UPDATE extensions SET active = true WHERE number = '101'`);
  });

  it('keep the contact, and refuse one that does not exist', async () => {
    const payload = { name: 'Jan', phones: [{ number: '+48600100200' }] };
    const { id } = (await api.request('POST', '/api/v1/contacts', { payload })).json<{ id: string }>();
    expect((await wish({ to: '600100200', contactId: id })).json()).toMatchObject({ contactId: id });
    const answer = await wish({ to: '600100299', contactId: nobody });
    expect(answer.statusCode).toBe(404);
    expect(answer.json<Problem>().code).toBe('contact_not_found');
  });

  describe('of one person', () => {
    const number = (n: number) => ({ to: `+4860010${String(n).padStart(4, '0')}` });
    const many = (count: number, first = 0) =>
      Promise.all(
        Array.from({ length: count }, (_, n) => wish(number(first + n), { key: `many-${first + n}` })),
      );

    it('are forty a minute, also when they come at once, and the answer says when to come back', async () => {
      const before = (await jobs()) ?? 0;
      const statuses = (await many(45)).map(({ statusCode }) => statusCode);
      expect(statuses.filter((status) => status === 202)).toHaveLength(40);
      expect(statuses.filter((status) => status === 429)).toHaveLength(5);
      expect(await rows()).toHaveLength(40);
      expect(await jobs()).toBe(before + 40);
      const refused = await wish(number(99));
      expect(refused.headers['content-type']).toContain('application/problem+json');
      expect(refused.json()).toMatchObject({
        status: 429,
        code: 'personal_share_used_up',
        detail: expect.stringMatching(
          /^You asked Zadarma for many calls within a minute\. Wait \d+ s/,
        ) as string,
      });
      const wait = Number(refused.headers['retry-after']);
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60);
      await dataSource.query(`UPDATE pbx_request_budget SET expire = 0`);
      expect((await wish(number(99))).statusCode).toBe(202);
    });

    it('leave the others theirs', async () => {
      const pbx = api.app.get(PbxService, { strict: false });
      await pbx.assign('102', api.adminId);
      await many(40);
      expect((await wish(number(99))).statusCode).toBe(429);
      expect((await wish(number(99), { as: 'admin' })).statusCode).toBe(202);
      await pbx.assign('102', null);
    });

    it('do not count when they are repeats, which are answered as before though the share is used up', async () => {
      const first = (await wish(number(0), { key: 'many-0' })).json<CallRequest>();
      // However slow the machine is, the clicks that follow are within five seconds.
      await dataSource.query(`UPDATE call_requests SET requested_at = now() + interval '1 minute'`);
      for (let times = 0; times < 45; times += 1) {
        expect((await wish(number(0))).json<CallRequest>().id).toBe(first.id);
        expect((await wish(number(0), { key: 'many-0' })).json<CallRequest>().id).toBe(first.id);
      }
      const others = await many(39, 1);
      expect(new Set(others.map(({ statusCode }) => statusCode))).toEqual(new Set([202]));
      expect((await wish(number(99), { key: 'late' })).statusCode).toBe(429);
      for (const key of [undefined, 'many-0', 'another']) {
        const repeat = await wish(number(0), key === undefined ? {} : { key });
        expect([repeat.statusCode, repeat.json<CallRequest>().id]).toEqual([202, first.id]);
      }
      await dataSource.query(`UPDATE pbx_request_budget SET expire = 0`);
      expect((await wish(number(99), { key: 'late' })).statusCode).toBe(202);
    });

    it('do not count when they ring nothing', async () => {
      for (let times = 0; times < 45; times += 1) {
        expect((await wish({ to: `abc ${times}` })).json<CallRequest>().state).toBe('failed');
        expect((await wish({ ...number(times), contactId: nobody })).statusCode).toBe(404);
      }
      expect((await many(40)).every(({ statusCode }) => statusCode === 202)).toBe(true);
    });
  });

  it('are shown to their employee and to those who see all calls, not to other agents', async () => {
    const own = (await wish()).json<CallRequest>();
    const foreign = (await wish(undefined, { as: 'admin' })).json<CallRequest>();
    const seen = (id: string, as: 'agent' | 'admin' | 'readKey') =>
      api.request('GET', `${url}/${id}`, { as });
    for (const as of ['agent', 'admin', 'readKey'] as const) {
      expect((await seen(own.id, as)).statusCode).toBe(200);
    }
    const hidden = await seen(foreign.id, 'agent');
    expect(hidden.statusCode).toBe(404);
    expect(hidden.json<Problem>().code).toBe('call_request_not_found');
    expect((await seen(newId(), 'admin')).statusCode).toBe(404);
  });

  it('become unknown when whoever dialled them is dead, even while no worker runs', async () => {
    const { id } = (await wish()).json<CallRequest>();
    await dataSource.query(
      `UPDATE call_requests SET state = 'dialling', dialling_at = now() - interval '21 s' WHERE id = $1`,
      [id],
    );
    expect((await api.request('GET', `${url}/${id}`, { as: 'agent' })).json()).toMatchObject({
      state: 'unknown',
      failure: { code: 'outcome_unknown' },
    });
  });

  it('fail as too late when nobody dialled them for 15 seconds, even while no worker runs', async () => {
    const { id } = (await wish()).json<CallRequest>();
    await dataSource.query(`UPDATE call_requests SET requested_at = requested_at - interval '16 s'`);
    expect((await api.request('GET', `${url}/${id}`, { as: 'agent' })).json()).toMatchObject({
      version: 2,
      state: 'failed',
      failure: { code: 'too_late' },
    });
  });
});
