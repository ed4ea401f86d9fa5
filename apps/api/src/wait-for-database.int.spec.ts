import { connect, createServer, type Server } from 'node:net';
import { freePort } from '@callboard/platform';
import { silentLog, testEnvironment } from '@callboard/testing';
import { waitForDatabase } from './wait-for-database';

const database = process.env.TEST_DATABASE_URL ?? '';

/** Makes the test database reachable at another port, as if it came up there. */
function relay(port: number): Server {
  const target = new URL(database);
  return createServer((socket) => {
    const upstream = connect(Number(target.port), target.hostname);
    socket.pipe(upstream).pipe(socket);
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
  }).listen(port, '127.0.0.1');
}

describe('waiting for the database', () => {
  it('is over at once when it answers', async () => {
    expect(await waitForDatabase(testEnvironment({ DATABASE_URL: database }), silentLog())).toBeNull();
  });

  it('answers 503 to everybody until it does', async () => {
    const [port, databasePort] = [await freePort(), await freePort()];
    const url = new URL(database);
    url.port = String(databasePort);
    const environment = testEnvironment({ DATABASE_URL: url.href, PORT: String(port), HOST: '127.0.0.1' });
    const waiting = waitForDatabase(environment, silentLog());
    const ask = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method });
    let webhook = await ask('/exec/Zadarma.notify', 'POST').catch(() => null);
    for (let round = 0; round < 50 && !webhook; round++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      webhook = await ask('/exec/Zadarma.notify', 'POST').catch(() => null);
    }
    expect(webhook?.status).toBe(503);
    expect(webhook?.headers.get('retry-after')).toBe('5');
    expect(await webhook?.json()).toMatchObject({ code: 'database_unavailable' });
    expect((await ask('/healthz')).status).toBe(200);
    const server = relay(databasePort);
    const standIn = await waiting;
    expect((await ask('/')).status).toBe(503);
    await standIn?.close();
    await expect(ask('/')).rejects.toThrow();
    server.close();
  });
});
