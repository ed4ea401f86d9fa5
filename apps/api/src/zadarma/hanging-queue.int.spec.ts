import { createHmac } from 'node:crypto';
import { type OwnServer, startOwnRedis, testRedisUrl } from '@callboard/testing';
import { Inbox } from '@callboard/zadarma';
import { startTestApi, type TestApi } from '../testing/test-api';

const secret = 's3cret';
const callerId = '+48600100200';
const lineNumber = '48221234567';
const callStart = '2026-03-05 10:15:00';

/** Written apart from the code it checks. */
const signature = Buffer.from(
  createHmac('sha1', secret).update(`${callerId}${lineNumber}${callStart}`).digest('hex'),
).toString('base64');

const withRedis = testRedisUrl() ? describe : describe.skip;

withRedis('webhooks while Redis hangs', () => {
  let redis: OwnServer;
  let api: TestApi;

  beforeAll(async () => {
    const started = await startOwnRedis();
    if (!started) {
      throw new Error('The server did not start');
    }
    redis = started;
    api = await startTestApi({
      variables: { REDIS_URL: redis.url, DATA_DIR: '/tmp/callboard-api-hanging-queue' },
    });
    await api.request('PUT', '/api/v1/settings/zadarma', { payload: { key: 'k', secret } });
    const payload = { name: 'Anna Nowak', phones: [{ number: callerId }] };
    expect((await api.request('POST', '/api/v1/contacts', { payload })).statusCode).toBe(201);
  }, 30_000);

  afterAll(async () => {
    redis.resume();
    await api.close();
    await redis.stop();
  });

  async function call(number: number): Promise<{ body: string; ms: number }> {
    const fields = {
      event: 'NOTIFY_START',
      call_start: callStart,
      pbx_call_id: `in_${number}`,
      caller_id: callerId,
      called_did: lineNumber,
    };
    const begun = performance.now();
    const answer = await api.app.inject({
      method: 'POST',
      url: '/exec/Zadarma.notify',
      headers: { 'content-type': 'application/x-www-form-urlencoded', signature },
      payload: new URLSearchParams(fields).toString(),
    });
    expect(answer.statusCode).toBe(200);
    return { body: answer.body, ms: performance.now() - begun };
  }

  it('are answered within 500 ms with their decision, and wait in the inbox for the sweep', async () => {
    // The first delivery finds everything cold; told again, it is the same one.
    let body = '{}';
    for (let times = 0; body === '{}' && times < 20; times += 1) {
      ({ body } = await call(1));
    }
    expect(JSON.parse(body)).toEqual({ caller_name: 'Anna Nowak' });
    redis.pause();
    const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => call(100 + index)));
    answers.push(await call(200));
    expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(500);
    expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['{"caller_name":"Anna Nowak"}']));
    const waiting = await api.app.get(Inbox).unprocessed(new Date(Date.now() + 60_000), 100);
    expect(waiting).toHaveLength(7);
  });
});
