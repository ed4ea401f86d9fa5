import { type OwnServer, silentLog, startOwnPostgres, testEnvironment } from '@callboard/testing';
import { migrate } from '@callboard/database';
import type { INestApplicationContext } from '@nestjs/common';
import { createWorker } from '../create-worker';
import { HealthServer } from './health-server.service';

describe("the worker's health", () => {
  let server: OwnServer;
  let worker: INestApplicationContext;

  beforeAll(async () => {
    server = await startOwnPostgres();
    await migrate(server.url, false);
    const environment = testEnvironment({ DATABASE_URL: server.url, HOST: '127.0.0.1' });
    worker = await createWorker(environment, silentLog());
  }, 30_000);

  afterAll(async () => {
    server.resume();
    await worker.close();
    await server.stop();
  });

  async function ask(path: string): Promise<{ status: number; text: string }> {
    const { port } = worker.get(HealthServer, { strict: false });
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, text: await response.text() };
  }

  it('is alive and ready, and shows figures', async () => {
    await expect(ask('/healthz')).resolves.toMatchObject({ status: 200 });
    await expect(ask('/readyz')).resolves.toMatchObject({ status: 200 });
    const { status, text } = await ask('/metrics');
    expect(status).toBe(200);
    expect(text).toContain('callboard_job_duration_seconds');
    await expect(ask('/anything')).resolves.toMatchObject({ status: 404 });
  });

  it('is alive but not ready while the database hangs', async () => {
    server.pause();
    await expect(ask('/healthz')).resolves.toMatchObject({ status: 200 });
    const { status, text } = await ask('/readyz');
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ database: false, queue: false });
    server.resume();
  });
});
