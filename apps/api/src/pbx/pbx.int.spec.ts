import { callsRefold, JobProducer, pbxSync } from '@callboard/messaging';
import { PbxService } from '@callboard/pbx';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi } from '../testing/test-api';

const path = '/api/v1/pbx';
const fetched = { pbxId: '123456', extensions: [{ number: '101', name: 'Sales', online: true }] };

describe('the PBX over REST', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
  });

  afterAll(() => api.close());

  it('starts one fetch at a time in the background and shows its state', async () => {
    expect((await api.request('GET', path, { as: 'agent' })).json()).toMatchObject({
      pbxId: null,
      sync: { state: 'idle' },
      extensions: [],
    });
    const started = await api.request('POST', `${path}/sync`);
    expect(started.statusCode).toBe(202);
    expect(started.json()).toMatchObject({ sync: { state: 'running', done: 0, total: 0 } });
    expect(await api.app.get(JobProducer).backlog(pbxSync)).toBe(1);
    const again = await api.request('POST', `${path}/sync`);
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({ code: 'sync_running' });
    expect(await api.app.get(JobProducer).backlog(pbxSync)).toBe(1);
  });

  it('maps an extension to an employee and has its calls folded again, also when saved once more', async () => {
    await api.app.get(PbxService).applyFetched(fetched);
    for (const jobs of [1, 2]) {
      const payload = { employeeId: api.agentId };
      const answer = await api.request('PATCH', `${path}/extensions/101`, { payload });
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toMatchObject({
        number: '101',
        employeeId: api.agentId,
        employeeName: 'The agent',
      });
      expect(await api.app.get(JobProducer).backlog(callsRefold)).toBe(jobs);
    }
  });

  it('keeps who gave an extension to whom, and nothing of what changed nothing', async () => {
    const assign = (number: string, employeeId: string | null) =>
      api.request('PATCH', `${path}/extensions/${number}`, { payload: { employeeId } });
    await api.app.get(PbxService).applyFetched({
      pbxId: '123456',
      extensions: ['101', '103'].map((number) => ({ number, name: null, online: true })),
    });
    await assign('103', api.agentId);
    await assign('103', api.agentId);
    await assign('103', '0198c0de-0000-7000-8000-000000000000');
    await assign('103', null);
    const entries = await api.app.get(DataSource).query<unknown[]>(
      `SELECT action, actor_kind, actor_id, details FROM audit_entries
       WHERE target_type = 'extension' AND target_id = '103' ORDER BY at, id`,
    );
    const entry = { action: 'extension.assigned', actor_kind: 'employee', actor_id: api.adminId };
    expect(entries).toEqual([
      { ...entry, details: { employeeId: api.agentId, previousEmployeeId: null } },
      { ...entry, details: { employeeId: null, previousEmployeeId: api.agentId } },
    ]);
  });

  it.each([
    ['102', { employeeId: null }, 404, 'extension_not_found'],
    ['101', { employeeId: '0198c0de-0000-7000-8000-000000000000' }, 404, 'employee_not_found'],
    ['101', {}, 400, 'validation_failed'],
    ['abc', { employeeId: null }, 400, 'validation_failed'],
  ])('refuses to give extension %s to %j', async (number, payload, status, code) => {
    const answer = await api.request('PATCH', `${path}/extensions/${number}`, { payload });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code });
  });

  it('lets agents look and administrators alone change', async () => {
    expect((await api.request('GET', path, { as: 'readKey' })).statusCode).toBe(200);
    expect((await api.request('POST', `${path}/sync`, { as: 'agent' })).statusCode).toBe(403);
    const payload = { employeeId: null };
    const answer = await api.request('PATCH', `${path}/extensions/101`, { as: 'agent', payload });
    expect(answer.statusCode).toBe(403);
  });
});

describe('the PBX over REST while the queue is away', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ variables: { REDIS_URL: 'redis://127.0.0.1:1' } });
  });

  afterAll(() => api.close());

  it('says that nothing was fetched and lets the user try again', async () => {
    for (const _ of [1, 2]) {
      const answer = await api.request('POST', `${path}/sync`);
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({ code: 'queue_unavailable' });
    }
    expect((await api.request('GET', path)).json()).toMatchObject({
      sync: { state: 'failed', failure: { code: 'queue_unavailable' } },
    });
  });

  it('keeps the employee of an extension, and notes that the calls are to be worked through again', async () => {
    await api.app.get(PbxService).applyFetched(fetched);
    const payload = { employeeId: api.agentId };
    const answer = await api.request('PATCH', `${path}/extensions/101`, { payload });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ number: '101', employeeId: api.agentId });
    expect(await api.app.get(PbxService).refoldSince('101')).not.toBeNull();
  });
});
