import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { CallsService } from '@callboard/calls';
import { JobProducer, zadarmaInboundEvent } from '@callboard/messaging';
import { createLog } from '@callboard/platform';
import { startTestApi, type TestApi } from '../testing/test-api';

const path = '/exec/Zadarma.notify';
const secret = 's3cret';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Written apart from the code it checks. */
const sign = (text: string) =>
  Buffer.from(createHmac('sha1', secret).update(text).digest('hex')).toString('base64');

const start = (number: number, callerId = '+48600100200') => ({
  event: 'NOTIFY_START',
  call_start: '2026-03-05 10:15:00',
  pbx_call_id: `in_${number}`,
  caller_id: callerId,
  called_did: '48221234567',
});

let api: TestApi;
let logged: Record<string, unknown>[] = [];

beforeAll(async () => {
  const log = createLog('api', 'info', {
    write: (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>),
  });
  api = await startTestApi({ variables: { DATA_DIR: '/tmp/callboard-api-webhook' }, log });
});

afterAll(() => api.close());

function send(fields: Readonly<Record<string, string>>, signature?: string) {
  return api.app.inject({
    method: 'POST',
    url: path,
    headers: { ...form, ...(signature !== undefined && { signature }) },
    payload: new URLSearchParams(fields).toString(),
  });
}

const signed = (fields: ReturnType<typeof start>) =>
  send(fields, sign(fields.caller_id + fields.called_did + fields.call_start));

async function journal(query: string) {
  const answer = await api.request('GET', `/api/v1/journal?${query}`);
  return answer.json<{ items: Record<string, unknown>[]; nextCursor: string | null }>();
}

describe('the webhook address', () => {
  it('answers 503 until a secret is stored, and says so in the journal', async () => {
    expect((await signed(start(1))).statusCode).toBe(503);
    expect(await journal('verdict=refused')).toMatchObject({ items: [{ reason: 'no_secret' }] });
    await api.request('PUT', '/api/v1/settings/zadarma', { payload: { key: 'k', secret } });
    expect((await signed(start(1))).statusCode).toBe(200);
  });

  it('echoes the handshake as plain text, and nothing that could be markup', async () => {
    const answer = await api.app.inject({ method: 'GET', url: `${path}?zd_echo=aB-9_.z` });
    expect([answer.statusCode, answer.body]).toEqual([200, 'aB-9_.z']);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    for (const token of ['%3Cscript%3E', 'a b', 'x'.repeat(129), 'a&zd_echo=b', '']) {
      const refused = await api.app.inject({ method: 'GET', url: `${path}?zd_echo=${token}` });
      expect(refused.statusCode).toBe(400);
      expect(refused.body).not.toContain('script');
    }
    expect((await api.app.inject({ method: 'GET', url: path })).statusCode).toBe(200);
  });

  it('queues what it has stored, once', async () => {
    const producer = api.app.get(JobProducer);
    const before = (await producer.backlog(zadarmaInboundEvent)) ?? 0;
    expect((await signed(start(2))).json()).toEqual({});
    expect((await signed(start(2))).json()).toEqual({});
    expect(await producer.backlog(zadarmaInboundEvent)).toBe(before + 1);
    const { items } = await journal('verdict=accepted&pbxCallId=in_2');
    expect(items).toMatchObject([
      { event: 'NOTIFY_START', source: 'webhook', reason: 'unknown_caller', answer: {}, processedAt: null },
    ]);
  });

  it('sends a known caller to the manager', async () => {
    expect(api.app.get(CallsService)).toBeDefined();
    await api.request('POST', '/api/v1/contacts', {
      payload: { name: 'Jan Kowalski', company: 'ACME', phones: [{ number: '600100300' }] },
    });
    const answer = await signed(start(3, '+48600100300'));
    expect(answer.json()).toEqual({ caller_name: 'Jan Kowalski, ACME' });
    expect((await journal('pbxCallId=in_3')).items).toMatchObject([{ reason: 'name_only' }]);
  });

  it.each([
    ['unsigned', undefined, 401],
    ['wrongly signed', sign('something else'), 401],
  ])('refuses a delivery that is %s', async (_, signature, status) => {
    const answer = await send(start(4), signature);
    expect(answer.statusCode).toBe(status);
    expect((await journal('verdict=accepted&pbxCallId=in_4')).items).toEqual([]);
  });

  it('counts what it refuses among the figures of the process', async () => {
    const count = async () => {
      const { body } = await api.request('GET', '/metrics', { as: 'nobody' });
      return Number(
        /^callboard_refused_deliveries_total\{reason="signature_wrong"\} (\d+)$/m.exec(body)?.[1] ?? 0,
      );
    };
    const before = await count();
    await send(start(77), sign('something else'));
    expect(await count()).toBe(before + 1);
  });

  it('answers 413 to a megabyte, also if its length is not announced', async () => {
    const announced = await api.app.inject({
      method: 'POST',
      url: path,
      headers: { ...form, signature: sign('') },
      payload: Buffer.alloc(1_000_000, 'a'),
    });
    expect(announced.statusCode).toBe(413);
    await api.app.listen({ port: 0, host: '127.0.0.1' });
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(`${addressOf()}${path}`, {
        method: 'POST',
        headers: form,
      });
      request.on('response', (response) => resolve(response.resume().statusCode));
      request.on('error', reject);
      request.write(Buffer.alloc(300_000, 'a'));
      request.end();
    });
    expect(status).toBe(413);
    expect((await journal('verdict=refused')).items[0]).toMatchObject({ reason: 'too_large' });
  });

  const addressOf = () => {
    const { port } = api.app.getHttpServer().address() as { port: number };
    return `http://127.0.0.1:${port}`;
  };

  it.each([
    ['JSON', 'application/json', '{"event":"NOTIFY_START"}'],
    ['text', 'text/plain', 'event=NOTIFY_START'],
    ['a content type that is none', ';;;', 'x'],
    ['a broken multipart form', 'multipart/form-data; boundary=b', '--b\r\nnonsense'],
    ['bytes', 'application/octet-stream', Buffer.from([0, 255, 254, 128, 1])],
    ['bytes that claim to be a form', form['content-type'], Buffer.from([0, 255, 37, 37, 61, 38, 128])],
    ['nothing', form['content-type'], ''],
  ])('never fails on %s', async (_, contentType, payload) => {
    const answer = await api.app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': contentType, signature: sign('') },
      payload,
    });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
  });

  it('answers 200 to events it does not know', async () => {
    for (const event of ['NOTIFY_INTERNAL_END', 'SPEECH_RECOGNITION', 'DOCUMENT']) {
      const answer = await send({ event, pbx_call_id: 'in_9' }, sign(''));
      expect([answer.statusCode, answer.body]).toEqual([200, '{}']);
    }
    expect((await journal('pbxCallId=in_9')).items.every(({ verdict }) => verdict === 'refused')).toBe(true);
  });

  it('names event and call in the line about its answer, as the worker does', async () => {
    logged = [];
    const pbxCallId = 'in_5f2c9a7be0d14368a1b2c3d4e5f60718293a4b5c';
    await signed({ ...start(5), pbx_call_id: pbxCallId });
    await send({ event: 'NOTIFY_START', pbx_call_id: '+48600100200' });
    await send({ event: '', pbx_call_id: '\n' });
    const answered = logged.filter(({ path: where }) => where === path);
    expect(answered).toMatchObject([
      { status: 200, event: 'NOTIFY_START', pbxCallId, requestId: expect.any(String) as string },
      { status: 401, event: 'NOTIFY_START', pbxCallId: '+48******200' },
      { status: 401, requestId: expect.any(String) as string },
    ]);
    expect(answered[2]).not.toHaveProperty('pbxCallId');
  });

  it('leaves the JSON of the other routes as it was', async () => {
    const answer = await api.request('PUT', '/api/v1/settings/zadarma', { payload: { key: 'k2' } });
    expect(answer.statusCode).toBe(200);
  });
});
