import { FakeClock } from '@callboard/testing';
import { DataSource } from 'typeorm';
import { startTestApi, type TestApi } from '../testing/test-api';

const url = '/api/v1/api-keys';
interface Created {
  id: string;
  key: string;
  prefix: string;
}

describe('/api-keys', () => {
  const clock = new FakeClock();
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  });

  afterAll(() => api.close());

  const create = async (name: string, scope = 'read'): Promise<Created> => {
    const answer = await api.request('POST', url, { payload: { name, scope } });
    expect(answer.statusCode).toBe(201);
    return answer.json<Created>();
  };

  const useKey = (key: string) =>
    api.request('GET', '/api/v1/employees', { as: 'nobody', headers: { authorization: `Bearer ${key}` } });

  it('shows a key once and keeps only its hash', async () => {
    const created = await create('CRM');
    expect(created.key).toMatch(/^cb_[\w-]{43}$/);
    expect(created.key.startsWith(created.prefix)).toBe(true);
    const list = await api.request('GET', url);
    expect(list.body).toContain(created.prefix);
    expect(list.body).not.toContain(created.key);
    const rows = await api.app.get(DataSource).query<object[]>(`SELECT * FROM api_keys, audit_entries`);
    expect(JSON.stringify(rows)).not.toContain(created.key);
  });

  it('ends a key at once', async () => {
    const { id, key } = await create('old');
    expect((await useKey(key)).statusCode).toBe(200);
    expect((await api.request('DELETE', `${url}/${id}`)).statusCode).toBe(204);
    expect((await useKey(key)).json()).toMatchObject({ status: 401, code: 'invalid_api_key' });
    expect((await api.request('DELETE', `${url}/${id}`)).json()).toMatchObject({ code: 'api_key_not_found' });
  });

  it('notes the last use, at most once a minute', async () => {
    const { id, key } = await create('used');
    const lastUse = async (): Promise<string | null | undefined> => {
      const page = (await api.request('GET', url)).json<{
        items: { id: string; lastUsedAt: string | null }[];
      }>();
      return page.items.find((item) => item.id === id)?.lastUsedAt;
    };
    expect(await lastUse()).toBeNull();
    await useKey(key);
    const first = clock.now().toISOString();
    clock.advance(59_000);
    await useKey(key);
    expect(await lastUse()).toBe(first);
    clock.advance(1_000);
    await useKey(key);
    expect(await lastUse()).toBe(clock.now().toISOString());
  });

  it('lists newest first, page by page', async () => {
    for (const name of ['one', 'two', 'three']) {
      await create(name);
    }
    interface Page {
      items: { name: string }[];
      nextCursor: string;
    }
    const first = (await api.request('GET', `${url}?limit=2`)).json<Page>();
    const second = (await api.request('GET', `${url}?limit=1&cursor=${first.nextCursor}`)).json<Page>();
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['three', 'two', 'one']);
  });
});
