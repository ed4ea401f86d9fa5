import { DataSource } from 'typeorm';
import { startTestApi, type TestApi } from '../testing/test-api';
import { RecordedCalls } from './recordings.fixture';

let api: TestApi;
let made: RecordedCalls;

beforeAll(async () => {
  api = await startTestApi();
  made = new RecordedCalls(api);
  await api.request('PUT', '/api/v1/settings/zadarma', { payload: { key: 'k', secret: 's3cret' } });
});

afterAll(() => api.close());

const query = <Row>(sql: string, parameters: unknown[] = []) =>
  api.app.get(DataSource).query<Row[]>(sql, parameters);

async function recording(employeeId: string, partKey: string): Promise<string> {
  const id = await made.recording(await made.call({ employeeId }), { partKey });
  await query('UPDATE recordings SET source_id = part_key WHERE id = $1', [id]);
  return id;
}

/** As if the PBX had recognised this. */
async function said(id: string, text: string, folded: readonly string[]): Promise<void> {
  const phrases = [{ speaker: 'customer', startSeconds: 2, endSeconds: 4, text, words: [] }];
  await query(
    `UPDATE recording_transcripts SET state = 'ready', phrases = $2, words = array_to_tsvector($3::text[]),
       language = 'pl-PL', next_attempt_at = NULL WHERE recording_id = $1`,
    [id, JSON.stringify(phrases), folded],
  );
}

describe('transcripts over the API', () => {
  it('are asked for by those who took part, and are nobody else’s to read', async () => {
    const own = await recording(api.agentId, '1772700000.1');
    const foreign = await recording(api.adminId, '1772700000.2');
    const path = (id: string) => `/api/v1/recordings/${id}/transcript`;
    const none = await api.request('GET', path(own), { as: 'agent' });
    expect(none.json()).toEqual({
      recordingId: own,
      state: 'none',
      language: null,
      reason: null,
      phrases: [],
    });
    const asked = await api.request('POST', path(own), { as: 'agent' });
    expect([asked.statusCode, asked.json()]).toMatchObject([202, { state: 'requested' }]);
    const paid = await api.request('POST', path(own), { as: 'readKey' });
    expect(paid.statusCode).toBe(403);
    for (const method of ['GET', 'POST'] as const) {
      const answer = await api.request(method, path(foreign), { as: 'agent' });
      expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'recording_not_found' }]);
    }
    expect((await api.request('POST', path(foreign))).statusCode).toBe(202);
  });

  it('are searched by those who may hear them', async () => {
    const own = await recording(api.agentId, '1772700000.3');
    const foreign = await recording(api.adminId, '1772700000.4');
    for (const id of [own, foreign]) {
      await api.request('POST', `/api/v1/recordings/${id}/transcript`);
      await said(id, 'Proszę o zwrot pieniędzy', ['prosze', 'o', 'zwrot', 'pieniedzy']);
    }
    const search = async (as: 'agent' | 'admin' | 'readKey') => {
      const answer = await api.request('GET', '/api/v1/transcripts?q=zwrot%20PIENI%C4%98D', { as });
      return answer.json<{ items: Record<string, unknown>[] }>().items;
    };
    expect(await search('agent')).toEqual([
      {
        callId: expect.any(String),
        recordingId: own,
        startedAt: '2026-03-05T09:15:00.000Z',
        externalNumber: '+48600100200',
        contactName: null,
        employeeName: 'The agent',
        snippet: 'Proszę o «zwrot» «pieniędzy»',
        startSeconds: 2,
      },
    ]);
    expect(await search('admin')).toHaveLength(2);
    expect(await search('readKey')).toHaveLength(2);
    const wrong = await api.request('GET', '/api/v1/transcripts?q=ab&cursor=x');
    expect([wrong.statusCode, wrong.json()]).toMatchObject([
      400,
      { errors: [{ path: 'cursor', code: 'cursor_not_valid' }] },
    ]);
  });

  it('are looked for after SPEECH_RECOGNITION, which is believed in nothing and kept as refused', async () => {
    const id = await recording(api.agentId, '1772700000.5');
    const send = (callId: string) =>
      api.app.inject({
        method: 'POST',
        url: '/exec/Zadarma.notify',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({
          event: 'SPEECH_RECOGNITION',
          call_id: callId,
          result: JSON.stringify({ phrases: [{ result: 'podrobione', channel: 1 }] }),
        }).toString(),
      });
    for (const callId of ['1772700000.999', '1772700000.5', 'x'.repeat(300)]) {
      const answer = await send(callId);
      expect([answer.statusCode, answer.body]).toEqual([200, '{}']);
    }
    let rows: object[] = [];
    for (let tries = 0; tries < 100 && rows.length === 0; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      rows = await query('SELECT state, asked, phrases FROM recording_transcripts WHERE recording_id = $1', [
        id,
      ]);
    }
    expect(rows).toEqual([{ state: 'requested', asked: false, phrases: [] }]);
    const shown = await api.request('GET', `/api/v1/recordings/${id}/transcript`);
    expect(shown.json()).toMatchObject({ state: 'none' });
    const journal = await api.request('GET', '/api/v1/journal?verdict=refused');
    expect(journal.json<{ items: { reason: string }[] }>().items[0]).toMatchObject({
      reason: 'unverifiable_event',
    });
  });
});
