import { createTestDatabase, openTestDataSource, type TestDatabase } from '@callboard/testing';
import type { DataSource } from 'typeorm';
import { entities } from '../entities';
import { RequestBudget } from './request-budget';

describe('RequestBudget', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let one: RequestBudget;
  let other: RequestBudget;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await openTestDataSource(database.url, [...entities]);
    one = new RequestBudget(dataSource);
    other = new RequestBudget(dataSource);
  });

  beforeEach(() => dataSource.query('TRUNCATE pbx_request_budget'));

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** How many of `attempts` are let through at once. */
  async function granted(
    attempts: number,
    urgency: 'interactive' | 'background',
    account = 'a',
  ): Promise<number> {
    // Background work would wait for the next minute; an aborted signal makes it say so instead.
    const impatient = AbortSignal.abort();
    const results = await Promise.allSettled(
      Array.from({ length: attempts }, (_, index) =>
        (index % 2 ? one : other).take(
          account,
          'general',
          urgency,
          urgency === 'background' ? impatient : undefined,
        ),
      ),
    );
    return results.filter(({ status }) => status === 'fulfilled').length;
  }

  it('lets a hundred a minute through, over all processes together', async () => {
    expect(await granted(130, 'interactive')).toBe(100);
    expect(await granted(5, 'interactive')).toBe(0);
  });

  it('keeps the last twenty for those somebody waits for', async () => {
    for (let round = 0; round < 10; round += 1) {
      await granted(10, 'background');
    }
    expect(await granted(5, 'background')).toBe(0);
    expect(await granted(40, 'interactive')).toBe(20);
  });

  it('counts every account by itself', async () => {
    expect(await granted(100, 'interactive', 'a')).toBe(100);
    expect(await granted(100, 'interactive', 'b')).toBe(100);
  });

  it('lets background work wait for its turn', async () => {
    await one.exhausted('a', 'general', { reset: Date.now() / 1_000 + 1 });
    await expect(one.take('a', 'general', 'interactive')).rejects.toMatchObject({ code: 'rate_limited' });
    const started = Date.now();
    await one.take('a', 'general', 'background');
    expect(Date.now() - started).toBeGreaterThan(500);
  });

  it('ends a wait when its caller gives up', async () => {
    await one.exhausted('a', 'general', {});
    const abort = new AbortController();
    const waiting = one.take('a', 'general', 'background', abort.signal);
    setTimeout(() => abort.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('never believes a moment far away or long gone', async () => {
    expect(await one.exhausted('a', 'general', { reset: Date.now() / 1_000 + 86_400 })).toBe(60);
    expect(await one.exhausted('a', 'general', { reset: 0 })).toBe(1);
    expect(await one.exhausted('a', 'general', {})).toBe(60);
  });
});
