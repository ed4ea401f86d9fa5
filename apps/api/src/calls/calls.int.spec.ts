import { type CallEvent, CallsService } from '@callboard/calls';
import { ContactsService } from '@callboard/contacts';
import { Transactions } from '@callboard/database';
import { LiveBus, type LiveSignal } from '@callboard/messaging';
import { PbxService } from '@callboard/pbx';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi } from '../testing/test-api';

let api: TestApi;
const live: LiveSignal[] = [];

beforeAll(async () => {
  api = await startTestApi();
  const bus = api.app.get(LiveBus);
  bus.subscribe((signal) => live.push(signal));
  await bus.waitUntilListening();
  await api.app
    .get(DataSource)
    .query(`INSERT INTO extensions (number, active) VALUES ('101', true), ('102', true)`);
  await api.app.get(PbxService).assign('101', api.agentId);
});

afterAll(() => api.close());

let sequence = 0;

/** A call that rang an extension and ended unanswered; gives its id. */
async function missedCall(extension: string, number = '+48600100200'): Promise<string> {
  sequence += 1;
  const pbxCallId = `in_${sequence}`;
  const told = {
    source: 'webhook' as const,
    pbxCallId,
    receivedAt: new Date(),
    wallStart: `2026-03-05 10:15:${String(sequence).padStart(2, '0')}`,
    caller: { raw: number, e164: number },
    called: { raw: '48221234567', e164: '+48221234567' },
  };
  const events: CallEvent[] = [
    { ...told, kind: 'ringing', hash: 'a', internal: { raw: extension, e164: null }, transferFrom: null },
    {
      ...told,
      kind: 'ended',
      hash: 'b',
      internal: null,
      disposition: 'no answer',
      durationSeconds: 0,
      lastInternal: null,
      recorded: false,
      recordingId: null,
    },
  ];
  const result = await api.app
    .get(Transactions)
    .run((manager) =>
      api.app.get(CallsService).project(pbxCallId, events, manager, { zone: 'Europe/Warsaw' }),
    );
  return result.callId ?? '';
}

async function announced(id: string, version: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      live.some((signal) => signal.type === 'call.changed' && signal.id === id && signal.version === version)
    ) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('The change was not announced');
}

describe('the calls of the API', () => {
  it('are all shown to administrators and keys, and to agents those that rang them', async () => {
    const mine = await missedCall('101');
    const foreign = await missedCall('102');
    const idsFor = async (as: 'admin' | 'agent' | 'readKey') => {
      const answer = await api.request('GET', '/api/v1/calls?status=missed', { as });
      return answer.json<{ items: { id: string }[] }>().items.map(({ id }) => id);
    };
    expect(await idsFor('admin')).toEqual([foreign, mine]);
    expect(await idsFor('readKey')).toEqual([foreign, mine]);
    expect(await idsFor('agent')).toEqual([mine]);
    const answer = await api.request('GET', `/api/v1/calls/${foreign}`, { as: 'agent' });
    expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'call_not_found' }]);
    const note = await api.request('POST', `/api/v1/calls/${foreign}/notes`, {
      as: 'agent',
      payload: { text: 'x' },
    });
    expect(note.statusCode).toBe(404);
  });

  it('are found by filters and walked by cursor', async () => {
    const number = '+48601777888';
    const ids = [
      await missedCall('101', number),
      await missedCall('101', number),
      await missedCall('101', number),
    ];
    const path = '/api/v1/calls?phone=601%20777%20888&limit=2&status=missed,busy&hasRecording=false';
    const first = (await api.request('GET', path)).json<{ items: { id: string }[]; nextCursor: string }>();
    const second = (await api.request('GET', `${path}&cursor=${first.nextCursor}`)).json<typeof first>();
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([...ids].reverse());
    expect(second.nextCursor).toBeNull();
    const wrong = await api.request('GET', '/api/v1/calls?cursor=xyz&limit=0');
    expect([wrong.statusCode, wrong.json()]).toMatchObject([400, { code: 'validation_failed' }]);
    const foreign = await api.request('GET', '/api/v1/calls?cursor=xyz');
    expect([foreign.statusCode, foreign.json()]).toMatchObject([
      400,
      { code: 'validation_failed', errors: [{ path: 'cursor', code: 'cursor_not_valid' }] },
    ]);
  });

  it('get a contact and tags, and everybody hears of it', async () => {
    const id = await missedCall('101', '+48602000001');
    const body = { name: 'Jan', company: null, managerId: null, phones: [] };
    const { contact } = await api.app.get(ContactsService).create(body, 'PL');
    const payload = { contactId: contact.id, tags: ['vip'] };
    const answer = await api.request('PATCH', `/api/v1/calls/${id}`, { as: 'agent', payload });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      { id, version: 2, contactName: 'Jan', tags: ['vip'], matches: [{ name: 'Jan', chosen: true }] },
    ]);
    await announced(id, 2);
    const unknown = { contactId: '0196f000-0000-7000-8000-000000000000' };
    const refused = await api.request('PATCH', `/api/v1/calls/${id}`, { payload: unknown });
    expect([refused.statusCode, refused.json()]).toMatchObject([404, { code: 'contact_not_found' }]);
  });

  it('get notes of people and of other systems', async () => {
    const id = await missedCall('101');
    const path = `/api/v1/calls/${id}/notes`;
    const byAgent = await api.request('POST', path, { as: 'agent', payload: { text: '  Call back ' } });
    expect([byAgent.statusCode, byAgent.json()]).toMatchObject([
      201,
      { text: 'Call back', authorId: api.agentId, authorName: 'The agent' },
    ]);
    const byKey = await api.request('POST', path, { as: 'writeKey', payload: { text: 'From the shop' } });
    expect(byKey.json()).toMatchObject({ text: 'From the shop', authorId: null, authorName: null });
    await announced(id, 3);
    const detail = await api.request('GET', `/api/v1/calls/${id}`, { as: 'agent' });
    expect(detail.json()).toMatchObject({
      version: 3,
      notes: [{ text: 'Call back' }, { text: 'From the shop' }],
    });
    const empty = await api.request('POST', path, { payload: { text: ' ' } });
    expect(empty.statusCode).toBe(400);
  });
});
