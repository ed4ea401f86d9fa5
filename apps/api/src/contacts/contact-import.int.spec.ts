import { ChangedNumbers } from '@callboard/contacts';
import type { ContactImportReport } from '@callboard/contracts';
import { callsRematch, JobProducer } from '@callboard/messaging';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi, type Visitor } from '../testing/test-api';

let api: TestApi;
let address: string;

beforeAll(async () => {
  api = await startTestApi();
  await api.app.listen(0, '127.0.0.1');
  address = await api.app.getUrl();
});

afterAll(() => api.close());

interface Sending {
  as?: Visitor;
  query?: string;
  type?: string;
}

/** Over a real connection, as what is refused is not read to its end. */
async function send(
  body: RequestInit['body'],
  { as = 'admin', query = '', type = 'text/csv' }: Sending = {},
) {
  const answer = await fetch(`${address}/api/v1/contacts/import${query}`, {
    method: 'POST',
    headers: { ...api.headers[as], 'content-type': type },
    body,
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  });
  return { status: answer.status, body: (await answer.json()) as ContactImportReport & { code: string } };
}

const auditEntries = () =>
  api.app
    .get(DataSource)
    .query(`SELECT actor_name, action, details FROM audit_entries WHERE action = 'contacts.imported'`);
const backlog = () => api.app.get(JobProducer).backlog(callsRematch);

describe('an import of contacts over REST', () => {
  it('previews, stores, leaves an audit entry and has earlier calls matched again, once', async () => {
    const file = 'Nazwa;Telefon;Opiekun\nJan Kowalski;600 100 200;agent@example.com\nEwa;brak;\n';
    const preview = await send(file, { query: '?dryRun=true' });
    expect(preview).toMatchObject({ status: 200, body: { dryRun: true, added: 1, failed: 1 } });
    expect([await auditEntries(), await backlog()]).toEqual([[], 0]);

    const done = await send(file);
    expect(done).toEqual({ status: 200, body: { ...preview.body, dryRun: false } });
    expect(done.body.problems).toMatchObject([{ line: 3, code: 'phone_not_readable', value: 'brak' }]);
    const found = await api.request('GET', '/api/v1/contacts?phone=600100200');
    expect(found.json()).toMatchObject({ items: [{ name: 'Jan Kowalski', managerName: 'The agent' }] });

    expect(await send(file)).toMatchObject({ body: { added: 0, updated: 0, unchanged: 1, failed: 1 } });
    expect(await auditEntries()).toEqual([
      {
        actor_name: 'The admin',
        action: 'contacts.imported',
        details: { added: 1, updated: 0, source: 'import', overwrite: false },
      },
    ]);
    expect(await backlog()).toBe(1);
  });

  it('reads the character set it is told, the columns, and may replace if it is allowed', async () => {
    const latin2 = Buffer.from([...Buffer.from('A,B\n'), 0xa1, ...Buffer.from(',600100300\n')]);
    const type = 'text/csv; charset=iso-8859-2';
    expect(await send(latin2, { type, query: '?columns=name,phone' })).toMatchObject({
      body: { added: 1, file: { charset: 'iso-8859-2', delimiter: ',' } },
    });
    const renamed = 'Nazwa;Telefon\nĄdam;600100300\n';
    expect(await send(renamed)).toMatchObject({
      body: { failed: 1, problems: [{ code: 'phone_of_another' }] },
    });
    expect(await send(renamed, { query: '?overwrite=true&source=crm' })).toMatchObject({
      body: { updated: 1 },
    });
    const { items } = (await api.request('GET', '/api/v1/contacts?phone=600100300')).json<{
      items: unknown[];
    }>();
    expect(items).toMatchObject([{ name: 'Ądam' }]);
  });

  it('has the calls of thousands of numbers matched again', async () => {
    const before = (await backlog()) ?? 0;
    const rows = Array.from({ length: 2_350 }, (_, index) => `Klient ${index};${601_000_000 + index}`);
    expect(await send(['Nazwa;Telefon', ...rows].join('\n'))).toMatchObject({ body: { added: 2_350 } });
    expect(await backlog()).toBe(before + 24);
  });

  const tooLarge = 'x'.repeat(10 * 1_048_576 + 1);
  it.each([
    ['JSON', '{"a":1}', { type: 'application/json' }, 415, 'unsupported_media_type'],
    ['a form', 'a=b', { type: 'application/x-www-form-urlencoded' }, 415, 'unsupported_media_type'],
    ['an unknown column', 'Nazwa\nA\n', { query: '?columns=name,age' }, 400, 'validation_failed'],
    ['an unknown wish', 'Nazwa\nA\n', { query: '?dryRun=yes' }, 400, 'validation_failed'],
    ['a source of spaces', 'Nazwa\nA\n', { query: '?source=%20' }, 400, 'validation_failed'],
    ['nothing', null, {}, 400, 'csv_empty'],
    ['a header alone', 'Nazwa;Telefon\n', {}, 400, 'csv_empty'],
    ['a workbook', 'PK\u0003\u0004', {}, 400, 'csv_is_workbook'],
    ['an open quotation mark', 'Nazwa;Telefon\n"A;1\n', {}, 400, 'csv_not_readable'],
    ['a column too few', 'Nazwa;E-mail\nA;a@example.com\n', {}, 400, 'csv_column_missing'],
    ['too many rows', `Nazwa;Telefon\n${'A;1\n'.repeat(50_001)}`, {}, 413, 'csv_too_long'],
    ['a file too large', tooLarge, {}, 413, 'body_too_large'],
    ['one that does not say so', new Blob([tooLarge]).stream(), {}, 413, 'body_too_large'],
    ['a file of somebody who may not', 'Nazwa;Telefon\nA;600100400\n', { as: 'agent' }, 403, 'forbidden'],
    ['a large file of a stranger', tooLarge, { as: 'nobody' }, 401, 'not_signed_in'],
  ] as const)('refuses %s', async (_, body, sending, status, code) => {
    expect(await send(body, sending)).toMatchObject({ status, body: { code } });
  });

  it('takes a file nowhere else', async () => {
    const answer = await fetch(`${address}/api/v1/contacts`, {
      method: 'POST',
      headers: { ...api.headers.admin, 'content-type': 'text/csv' },
      body: 'Nazwa;Telefon\n',
    });
    expect([answer.status, await answer.json()]).toMatchObject([415, { code: 'unsupported_media_type' }]);
  });
});

it('stores contacts while the queue is away, and leaves their numbers for the sweep', async () => {
  const away = await startTestApi({ variables: { REDIS_URL: 'redis://127.0.0.1:1' } });
  try {
    const answer = await away.app.inject({
      method: 'POST',
      url: '/api/v1/contacts/import',
      headers: { ...away.headers.writeKey, 'content-type': 'text/csv' },
      payload: 'Nazwa;Telefon\nAnna;600100200\n',
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { added: 1 }]);
    const changed = away.app.get(ChangedNumbers, { strict: false });
    expect(await changed.waiting(new Date(Date.now() + 60_000), 10)).toEqual(['+48600100200']);
  } finally {
    await away.close();
  }
});
