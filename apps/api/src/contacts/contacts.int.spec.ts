import { ChangedNumbers } from '@callboard/contacts';
import { callsRematch, JobProducer } from '@callboard/messaging';
import { startTestApi, type TestApi } from '../testing/test-api';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});

afterAll(() => api.close());

const path = '/api/v1/contacts';
const waitingRematches = () => api.app.get(JobProducer).backlog(callsRematch);

describe('contacts over REST', () => {
  it('adds, finds, changes and deletes a contact, and has earlier calls matched again', async () => {
    const before = (await waitingRematches()) ?? 0;
    const payload = { name: 'Anna Nowak', phones: [{ number: '600 100 200' }], managerId: api.agentId };
    const created = await api.request('POST', path, { as: 'agent', payload });
    expect(created.statusCode).toBe(201);
    expect(created.json()).toMatchObject({
      name: 'Anna Nowak',
      company: null,
      phones: [{ number: '+48600100200', label: null }],
      managerId: api.agentId,
      managerName: 'The agent',
    });
    const { id } = created.json<{ id: string }>();
    expect(await waitingRematches()).toBe(before + 1);

    const found = await api.request('GET', `${path}?phone=+48%20600100200&q=nowak&limit=1`, {
      as: 'readKey',
    });
    expect(found.json()).toMatchObject({ items: [{ id }], nextCursor: null });
    expect((await api.request('GET', `${path}/${id}`)).json()).toEqual(created.json());

    const renamed = await api.request('PATCH', `${path}/${id}`, { payload: { company: 'ACME' } });
    expect(renamed.json()).toMatchObject({ name: 'Anna Nowak', company: 'ACME', phones: [{}] });
    expect(await waitingRematches()).toBe(before + 1);

    const removed = await api.request('DELETE', `${path}/${id}`, { as: 'writeKey' });
    expect(removed.statusCode).toBe(204);
    expect(removed.body).toBe('');
    expect(await waitingRematches()).toBe(before + 2);
    const gone = await api.request('GET', `${path}/${id}`);
    expect(gone.statusCode).toBe(404);
    expect(gone.json()).toMatchObject({ code: 'contact_not_found' });
  });

  it('names the field of a number it cannot read', async () => {
    const payload = { name: 'Anna Nowak', phones: [{ number: '600100200' }, { number: 'anonymous' }] };
    const answer = await api.request('POST', path, { payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      code: 'validation_failed',
      errors: [{ path: 'phones.1.number', message: expect.any(String), code: 'phone_not_valid' }],
    });
  });

  it('finds nobody by a number that names nobody, rather than everybody', async () => {
    for (const phone of ['', 'anonymous', '0']) {
      const answer = await api.request('GET', `${path}?phone=${phone}`);
      expect([answer.statusCode, answer.json()]).toEqual([200, { items: [], nextCursor: null }]);
    }
  });

  it('reads a plus that the address made a space', async () => {
    const payload = { name: 'Plus', phones: [{ number: '+48600555666' }] };
    const { id } = (await api.request('POST', path, { payload })).json<{ id: string }>();
    expect((await api.request('GET', `${path}?phone=+48600555666`)).json()).toMatchObject({
      items: [{ id }],
    });
  });

  it.each([
    ['a name that is empty', { name: ' ' }, 'name'],
    ['a manager that is no id', { name: 'Anna', managerId: 'jan' }, 'managerId'],
    [
      'a manager who is nobody',
      { name: 'Anna', managerId: '0198c0de-0000-7000-8000-000000000000' },
      'managerId',
    ],
    ['a name that cannot be stored', { name: 'An\0na' }, ''],
  ])('refuses %s', async (_, payload, field) => {
    const answer = await api.request('POST', path, { payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ path: field }] });
  });

  it.each(['limit=0', 'limit=201', 'cursor=nonsense', 'managerId=jan', 'q=%00'])(
    'refuses the query %s',
    async (query) => {
      const answer = await api.request('GET', `${path}?${query}`);
      expect([answer.statusCode, answer.json()]).toMatchObject([
        400,
        { code: 'validation_failed', errors: [{ path: expect.any(String) }] },
      ]);
    },
  );

  it.each([
    ['nobody', 401],
    ['readKey', 403],
  ] as const)('does not let %s add a contact', async (as, status) => {
    const answer = await api.request('POST', path, { as, payload: { name: 'Anna Nowak' } });
    expect(answer.statusCode).toBe(status);
  });
});

describe('contacts over REST while the queue is away', () => {
  it('answers as ever, and leaves the numbers for the sweep', async () => {
    const away = await startTestApi({ variables: { REDIS_URL: 'redis://127.0.0.1:1' } });
    try {
      const payload = { name: 'Anna Nowak', phones: [{ number: '600100200' }] };
      expect((await away.request('POST', path, { payload })).statusCode).toBe(201);
      const changed = away.app.get(ChangedNumbers, { strict: false });
      expect(await changed.waiting(new Date(Date.now() + 60_000), 10)).toEqual(['+48600100200']);
    } finally {
      await away.close();
    }
  });
});
