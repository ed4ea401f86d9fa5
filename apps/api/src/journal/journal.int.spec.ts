import { JobProducer, zadarmaInboundEvent } from '@callboard/messaging';
import { Inbox } from '@callboard/zadarma';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi } from '../testing/test-api';

interface JournalPage {
  items: { id: string; verdict: string; receivedAt: string; pbxCallId: string }[];
  nextCursor: string | null;
}

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});

afterAll(() => api.close());

const list = async (query: string) =>
  (await api.request('GET', `/api/v1/journal?${query}`)).json<JournalPage>();

const told = (number: number, second: number) => ({
  source: 'webhook' as const,
  fields: { event: 'NOTIFY_END', pbx_call_id: `in_${number}` },
  receivedAt: new Date(Date.UTC(2026, 2, 5, 9, 15, second)),
});

describe('the journal over REST', () => {
  it('walks accepted and refused deliveries in one list, newest first', async () => {
    await api.app.get(Inbox).add([told(1, 1), told(2, 3), told(3, 5)]);
    await api.app.get(DataSource).query(
      `INSERT INTO refused_deliveries (reason, event, body, received_at)
       SELECT 'signature_wrong', 'NOTIFY_END', 'x', timestamptz '2026-03-05T09:15:00Z' + n * interval '1 s'
       FROM unnest(ARRAY[2, 4, 6]) AS n`,
    );
    const everything = await list('limit=50');
    expect(everything.items.map(({ id }) => id)).toEqual(['r3', '3', 'r2', '2', 'r1', '1']);
    expect(everything.nextCursor).toBeNull();

    const walked: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: JournalPage = await list(`limit=2${cursor && `&cursor=${cursor}`}`);
      walked.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(walked).toEqual(everything.items.map(({ id }) => id));
  });

  it('shows one verdict or one call alone', async () => {
    expect((await list('verdict=accepted')).items.map(({ id }) => id)).toEqual(['3', '2', '1']);
    expect((await list('verdict=refused')).items.map(({ id }) => id)).toEqual(['r3', 'r2', 'r1']);
    expect((await list('pbxCallId=in_2')).items.map(({ id }) => id)).toEqual(['2']);
  });

  it.each(['nonsense', Buffer.from('["1"]').toString('base64url'), 'W10'])(
    'refuses the cursor %s',
    async (cursor) => {
      const answer = await api.request('GET', `/api/v1/journal?cursor=${cursor}`);
      expect([answer.statusCode, answer.json()]).toMatchObject([
        400,
        { code: 'validation_failed', errors: [{ path: 'cursor', code: 'cursor_not_valid' }] },
      ]);
    },
  );

  it('has an event processed again', async () => {
    const inbox = api.app.get(Inbox);
    await inbox.markFailed('2', 'could not be');
    expect((await list('pbxCallId=in_2')).items).toMatchObject([{ error: 'could not be' }]);
    const producer = api.app.get(JobProducer);
    const before = (await producer.backlog(zadarmaInboundEvent)) ?? 0;
    const answer = await api.request('POST', '/api/v1/journal/2/replay');
    expect(answer.statusCode).toBe(202);
    expect(await producer.backlog(zadarmaInboundEvent)).toBe(before + 1);
    expect((await list('pbxCallId=in_2')).items).toMatchObject([{ error: null, processedAt: null }]);
  });

  it('knows neither unknown nor refused ones for that', async () => {
    const unknown = await api.request('POST', '/api/v1/journal/999/replay');
    expect([unknown.statusCode, unknown.json()]).toMatchObject([404, { code: 'inbound_event_not_found' }]);
    expect((await api.request('POST', '/api/v1/journal/r1/replay')).statusCode).toBe(400);
  });
});
