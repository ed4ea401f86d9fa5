import { ChangedNumbers } from '@callboard/contacts';
import { callsRematch, JobProducer } from '@callboard/messaging';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi, type Visitor } from '../testing/test-api';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});

afterAll(() => api.close());

const path = '/api/v1/contacts/external';
const put = (name: string, payload: object, as: Visitor = 'writeKey') =>
  api.request('PUT', `${path}/${name}`, { as, payload });
const backlog = () => api.app.get(JobProducer).backlog(callsRematch);
const anna = { name: 'Anna Nowak', company: 'ACME', phones: [{ number: '600 100 200', label: 'desk' }] };

describe('contacts of other systems over REST', () => {
  it('answers 201 for a new contact, then 200, and has earlier calls matched again only if something changed', async () => {
    const before = (await backlog()) ?? 0;
    const created = await put('crm/7', { ...anna, managerId: api.agentId });
    expect([created.statusCode, created.json()]).toMatchObject([
      201,
      {
        name: 'Anna Nowak',
        company: 'ACME',
        phones: [{ number: '+48600100200', label: 'desk' }],
        managerName: 'The agent',
      },
    ]);
    const { id } = created.json<{ id: string }>();
    expect((await api.request('GET', `/api/v1/contacts/${id}`)).json()).toEqual(created.json());
    expect(await backlog()).toBe(before + 1);

    const again = await put('crm/7', { ...anna, managerId: api.agentId }, 'admin');
    expect([again.statusCode, again.json()]).toEqual([200, created.json()]);
    expect(await backlog()).toBe(before + 1);

    const changed = await put('crm/7', { name: 'Anna Lis', phones: [{ number: '600100200' }] }, 'adminKey');
    expect([changed.statusCode, changed.json()]).toMatchObject([
      200,
      { id, name: 'Anna Lis', company: null, phones: [{ label: null }], managerId: null },
    ]);
    // The manager decides whom the calls are for.
    expect(await backlog()).toBe(before + 2);
  });

  it('adds a contact although somebody else has its number, as POST does', async () => {
    const number = '600100300';
    for (const name of ['Jan Pierwszy', 'Jan Drugi']) {
      const answer = await put(`crm/${encodeURIComponent(name)}`, { name, phones: [{ number }] });
      expect(answer.statusCode).toBe(201);
    }
    const posted = { name: 'Jan Trzeci', phones: [{ number }] };
    expect((await api.request('POST', '/api/v1/contacts', { payload: posted })).statusCode).toBe(201);
    const { items } = (await api.request('GET', `/api/v1/contacts?phone=${number}`)).json<{
      items: unknown[];
    }>();
    expect(items).toHaveLength(3);
  });

  it('stores one contact when ten equal requests come at once', async () => {
    const body = { name: 'Ewa Lis', phones: [{ number: '600100400' }] };
    const answers = await Promise.all(Array.from({ length: 10 }, () => put('crm/ten', body)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([
      ...Array.from({ length: 9 }, () => 200),
      201,
    ]);
    expect(new Set(answers.map((answer) => answer.json<{ id: string }>().id)).size).toBe(1);
  });

  it('stores a contact anew that somebody deleted', async () => {
    const body = { name: 'Usunięty', phones: [] };
    const { id } = (await put('crm/gone', body)).json<{ id: string }>();
    expect((await api.request('DELETE', `/api/v1/contacts/${id}`)).statusCode).toBe(204);
    const anew = await put('crm/gone', body);
    expect(anew.statusCode).toBe(201);
    expect(anew.json<{ id: string }>().id).not.toBe(id);
  });

  it('reads an id as an import does, whatever the text, in one line', async () => {
    const body = { name: 'Dziwny', phones: [] };
    expect((await put(`erp/${encodeURIComponent(' K/1\t ż?#% ')}`, body)).statusCode).toBe(201);
    expect((await put(`erp/${encodeURIComponent('K/1 ż?#%')}`, body)).statusCode).toBe(200);
    const longest = 'ż'.repeat(200);
    expect((await put(`erp/${encodeURIComponent(longest)}`, body)).statusCode).toBe(201);
    const ids = await api.app
      .get(DataSource)
      .query(
        `SELECT external_id FROM contact_external_ids WHERE source = 'erp' ORDER BY length(external_id)`,
      );
    expect(ids).toEqual([{ external_id: 'K/1 ż?#%' }, { external_id: longest }]);

    const file = await api.app.inject({
      method: 'POST',
      url: '/api/v1/contacts/import?source=erp',
      headers: { ...api.headers.writeKey, 'content-type': 'text/csv' },
      payload: 'ID;Nazwa\n"K/1\n ż?#%";Dziwny\n',
    });
    expect(file.json()).toMatchObject({ added: 0, unchanged: 1 });
  });

  const stranger = '0198c0de-0000-7000-8000-000000000000';
  it.each([
    ['a source with a space', 'my%20crm/1', anna, 'source'],
    ['a source too long', `${'x'.repeat(41)}/1`, anna, 'source'],
    ['an id of spaces', 'crm/%20%09', anna, 'externalId'],
    ['an id too long', `crm/${'x'.repeat(201)}`, anna, 'externalId'],
    ['no name', 'crm/1', { phones: [] }, 'name'],
    ['a number that is none', 'crm/1', { ...anna, phones: [{ number: 'brak' }] }, 'phones.0.number'],
    ['a manager who is nobody', 'crm/1', { ...anna, managerId: stranger }, 'managerId'],
  ])('refuses %s', async (_, name, payload, field) => {
    const answer = await put(name, payload);
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { code: 'validation_failed', errors: [{ path: field, message: expect.any(String) }] },
    ]);
  });

  it('has a sender come again while a file of contacts is being stored', async () => {
    await api.app.get(DataSource).transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('contacts.import'))`);
      const answer = await put('crm/later', anna);
      expect([answer.statusCode, answer.headers['retry-after'], answer.json()]).toMatchObject([
        503,
        '5',
        { code: 'contacts_import_running' },
      ]);
    });
  });
});

it('stores a contact while the queue is away, and leaves its number for the sweep', async () => {
  const away = await startTestApi({ variables: { REDIS_URL: 'redis://127.0.0.1:1' } });
  try {
    expect((await away.request('PUT', `${path}/crm/7`, { payload: anna })).statusCode).toBe(201);
    const changed = away.app.get(ChangedNumbers, { strict: false });
    expect(await changed.waiting(new Date(Date.now() + 60_000), 10)).toEqual(['+48600100200']);
  } finally {
    await away.close();
  }
});
