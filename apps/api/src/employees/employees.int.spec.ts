import { DataSource } from 'typeorm';
import { people, startTestApi, type TestApi } from '../testing/test-api';

const url = '/api/v1/employees';

describe('/employees', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
  });

  afterAll(() => api.close());

  const create = (body: object) => api.request('POST', url, { payload: body });

  it('adds an employee who can sign in at once', async () => {
    const body = { name: 'Jan', email: 'Jan@Example.com', role: 'agent', password: 'quite secret' };
    const created = await create(body);
    expect([created.statusCode, created.json()]).toMatchObject([
      201,
      { name: 'Jan', email: 'jan@example.com', role: 'agent', active: true },
    ]);
    const login = await api.request('POST', '/api/v1/auth/login', { as: 'nobody', payload: body });
    expect(login.statusCode).toBe(200);
    const { id } = created.json<{ id: string }>();
    expect((await api.request('GET', `${url}/${id}`)).json()).toEqual(created.json());
  });

  it('refuses an e-mail address twice, in any case of letters', async () => {
    const answer = await create({ name: 'Other', email: 'ADMIN@example.com', role: 'agent' });
    expect([answer.statusCode, answer.json()]).toMatchObject([409, { code: 'email_taken' }]);
    const change = await api.request('PATCH', `${url}/${api.agentId}`, {
      payload: { email: people.admin.email },
    });
    expect(change.json()).toMatchObject({ code: 'email_taken' });
  });

  it('says which fields are wrong', async () => {
    const answer = await create({ name: '', email: 'x', role: 'boss', password: 'short' });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { code: 'validation_failed', status: 400 },
    ]);
    const { errors } = answer.json<{ errors: { path: string; message: string }[] }>();
    expect(errors.map(({ path }) => path).sort()).toEqual(['email', 'name', 'password', 'role']);
    expect(errors.every(({ message }) => message.length > 0)).toBe(true);
  });

  it('keeps one administrator, also when two leave at the same time', async () => {
    const spec = await startTestApi();
    const leave = (id: string, payload: object) =>
      spec.request('PATCH', `${url}/${id}`, { as: 'adminKey', payload });
    const alone = await leave(spec.adminId, { role: 'agent' });
    expect([alone.statusCode, alone.json()]).toMatchObject([409, { code: 'last_admin' }]);
    const payload = { name: 'B', email: 'b@example.com', role: 'admin', password: 'second admin' };
    const { id } = (await spec.request('POST', url, { payload })).json<{ id: string }>();
    const answers = await Promise.all([leave(spec.adminId, { role: 'agent' }), leave(id, { active: false })]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    await spec.close();
  });

  it('does not count an administrator without password', async () => {
    const spec = await startTestApi();
    await spec.request('POST', url, { payload: { name: 'C', email: 'c@example.com', role: 'admin' } });
    const answer = await spec.request('PATCH', `${url}/${spec.adminId}`, { payload: { active: false } });
    expect(answer.json()).toMatchObject({ code: 'last_admin' });
    await spec.close();
  });

  it('lists by name in the order of a dictionary, page by page', async () => {
    const spec = await startTestApi();
    for (const [index, name] of ['Łucja', 'Zofia', 'Marek', 'łukasz', 'Adam', 'Adam'].entries()) {
      await spec.request('POST', url, { payload: { name, email: `e${index}@example.com`, role: 'agent' } });
    }
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const answer = await spec.request('GET', `${url}?limit=3${query}`);
      const page: { items: { name: string }[]; nextCursor: string | null } = answer.json();
      expect(page.items.length).toBeLessThanOrEqual(3);
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(names).toEqual(['Adam', 'Adam', 'Łucja', 'łukasz', 'Marek', 'The admin', 'The agent', 'Zofia']);
    expect((await spec.request('GET', `${url}?cursor=nonsense`)).json()).toMatchObject({
      status: 400,
      code: 'validation_failed',
      errors: [{ path: 'cursor', code: 'cursor_not_valid' }],
    });
    expect((await spec.request('GET', `${url}?limit=201`)).json()).toMatchObject({
      code: 'validation_failed',
    });
    await spec.close();
  });

  it('answers 404 for an employee that is not there', async () => {
    const nobody = `${url}/0196f000-0000-7000-8000-000000000000`;
    expect((await api.request('GET', nobody)).json()).toMatchObject({
      status: 404,
      code: 'employee_not_found',
    });
    const change = await api.request('PATCH', nobody, { payload: { name: 'X' } });
    expect(change.json()).toMatchObject({ code: 'employee_not_found' });
  });

  it('records who changed what, without secrets, and nothing of what failed', async () => {
    const source = api.app.get(DataSource);
    await source.query(`DELETE FROM audit_entries`);
    const payload = { name: 'New name', password: 'never in the record' };
    await api.request('PATCH', `${url}/${api.agentId}`, { payload });
    await api.request('PATCH', `${url}/${api.agentId}`, { payload: { email: people.admin.email } });
    const entries = await source.query<object[]>(
      `SELECT actor_kind, actor_id, actor_name, action, target_type, target_id, details FROM audit_entries`,
    );
    expect(entries).toEqual([
      {
        actor_kind: 'employee',
        actor_id: api.adminId,
        actor_name: 'The admin',
        action: 'employee.updated',
        target_type: 'employee',
        target_id: api.agentId,
        details: { name: 'New name', passwordSet: true },
      },
    ]);
  });
});
