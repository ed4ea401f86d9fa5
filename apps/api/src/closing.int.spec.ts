import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startTestApi } from './testing/test-api';

describe('closing the API', () => {
  it('finishes what is under way, takes nothing new, and then lets go of the database', async () => {
    const api = await startTestApi();
    await api.app.listen(0, '127.0.0.1');
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    const key = (
      await api.request('POST', '/api/v1/api-keys', { payload: { name: 'x', scope: 'admin' } })
    ).json<{
      key: string;
    }>().key;
    // Somebody else holds the row, so that the request takes as long as this test wants.
    const [other, observer] = await Promise.all([connect(api.databaseUrl), connect(api.databaseUrl)]);
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM employees WHERE id = $1 FOR UPDATE', [api.agentId]);
    const under = fetch(`http://127.0.0.1:${port}/api/v1/employees/${api.agentId}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Changed while closing' }),
    });
    await waiting(observer);
    const closed = api.app.close();
    while (!(await refused(port))) {
      // The server stops listening once its modules have said goodbye.
    }
    await other.query('COMMIT');
    const answer = await under;
    expect([answer.status, await answer.json()]).toMatchObject([200, { name: 'Changed while closing' }]);
    await closed;
    const held = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'callboard-api'`;
    // The database takes a moment to notice.
    for (let look = 0; look < 100 && (await observer.query(held)).rows.length > 0; look += 1) {
      await delay(20);
    }
    expect((await observer.query(held)).rows).toEqual([]);
    await Promise.all([other.end(), observer.end()]);
    await api.close();
  });

  it('does not wait for a connection that a browser opened in advance', async () => {
    const api = await startTestApi();
    await api.app.listen(0, '127.0.0.1');
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    const unused = createConnection(port, '127.0.0.1');
    await once(unused, 'connect');
    const cutOff = once(unused.resume(), 'close');
    const begun = performance.now();
    await api.app.close();
    await cutOff;
    expect(performance.now() - begun).toBeLessThan(5_000);
    await api.close();
  });
});

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

/** Resolves once some session of the API waits for a lock. */
async function waiting(client: pg.Client): Promise<void> {
  const sql = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await client.query(sql)).rows.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** True once a new connection gets no answer but a refusal, by the socket or by 503. */
function refused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    request({ port, host: '127.0.0.1', path: '/healthz', agent: false }, (answer) =>
      resolve(answer.statusCode === 503),
    )
      .on('error', () => resolve(true))
      .end();
  });
}
