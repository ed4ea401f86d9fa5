import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@callboard/platform';
import { FakeClock } from '@callboard/testing';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi } from '../testing/test-api';

const hour = 3_600_000;

describe.each([
  ['ahead of', hour],
  ['behind', -hour],
])('the live stream of an API whose clock is an hour %s the database’s', (_, difference) => {
  let api: TestApi;
  let database: DataSource;

  beforeAll(async () => {
    api = await startTestApi({ clock: new FakeClock(new Date(Date.now() + difference)) });
    database = api.app.get(DataSource);
    await api.app.listen(0, '127.0.0.1');
  });

  afterAll(() => api.close());

  /** What a new reader is sent, until it holds the text. */
  async function readUntil(
    text: string,
    headers: Record<string, string> = {},
    begun: () => void = () => undefined,
  ): Promise<string> {
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    const request = get({
      port,
      host: '127.0.0.1',
      path: '/api/v1/live',
      headers: { ...api.headers.admin, ...headers },
      agent: false,
      signal: AbortSignal.timeout(10_000),
    });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let sent = '';
    for await (const chunk of response.setEncoding('utf8')) {
      begun();
      sent += String(chunk);
      if (sent.includes(text)) {
        break;
      }
    }
    return sent;
  }

  /** A call that changes without anybody being told. */
  async function changeQuietly(): Promise<string> {
    const id = newId();
    await database.query(
      `INSERT INTO calls (id, version, pbx_call_id, direction, status, started_at, has_recording, recording_ids,
         timeline, created_at, updated_at)
       VALUES ($1, 1, $2, 'incoming', 'missed', now(), false, '[]', '[]', now(), clock_timestamp())`,
      [id, `in_${id}`],
    );
    return id;
  }

  it('heals a lost wake-up all the same', async () => {
    let reading: Promise<string> | undefined;
    await new Promise<void>((begun) => {
      reading = readUntil('call.changed', {}, begun);
    });
    const id = await changeQuietly();
    expect(await reading).toContain(id);
  });

  it('gives readers a place that finds what they miss', async () => {
    const place = /^id: (.*)$/m.exec(await readUntil('id: '))?.[1] ?? '';
    const id = await changeQuietly();
    expect(await readUntil(id, { 'last-event-id': place })).toContain('call.changed');
  });
});
