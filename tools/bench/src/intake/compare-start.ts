import type { Comparison } from './compare-intake';
import { connectAccount } from './connect-account';
import { load, type LoadResult } from './load';
import { seedCompany } from './seed-company';
import { startApi, startBare } from './servers';
import { figure, median } from './table';

// Requests per second of both servers: well below what either can do, so that the time of one request shows.
const rate = 100;

/** The p99 of NOTIFY_START, routing decision included, over the p99 of the bare server at the same rate. */
export async function compareStart(options: Comparison & { rows: number }): Promise<Record<string, string>> {
  const { stores, backend, seconds, rounds, rows } = options;
  const redis = backend === 'redis' ? { redisUrl: stores.redisUrl ?? '' } : {};
  const bare = await startBare({ databaseUrl: await stores.database(`bare_start_${backend}`), ...redis });
  const databaseUrl = await stores.database(`start_${backend}`);
  const api = await startApi({ databaseUrl, ...redis });
  try {
    await connectAccount(api.url);
    await seedCompany(databaseUrl, rows);
    const drive = (url: string): Promise<LoadResult> =>
      load({ url, event: 'NOTIFY_START', seconds, callers: rows, rate });
    await drive(bare.url);
    await drive(api.url);
    const bareRounds: LoadResult[] = [];
    const apiRounds: LoadResult[] = [];
    for (let round = 0; round < rounds; round += 1) {
      bareRounds.push(await drive(bare.url));
      apiRounds.push(await drive(api.url));
    }
    const p99 = (results: readonly LoadResult[]): number =>
      median(results.map((result) => result.p99Milliseconds));
    const p50 = (results: readonly LoadResult[]): number =>
      median(results.map((result) => result.p50Milliseconds));
    return {
      backend,
      'bare p50 / p99 ms': `${figure(p50(bareRounds))} / ${figure(p99(bareRounds))}`,
      'Callboard p50 / p99 ms': `${figure(p50(apiRounds))} / ${figure(p99(apiRounds))}`,
      'p99 ratio': (p99(apiRounds) / p99(bareRounds)).toFixed(2),
      failures: String([...bareRounds, ...apiRounds].reduce((sum, result) => sum + result.failures, 0)),
    };
  } finally {
    await Promise.all([bare.stop(), api.stop()]);
  }
}
