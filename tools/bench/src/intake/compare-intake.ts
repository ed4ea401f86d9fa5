import { connectAccount } from './connect-account';
import { load, type LoadResult } from './load';
import { startApi, startBare } from './servers';
import type { BenchStores } from './stores';
import { figure, median } from './table';

/** One comparison: which queue backend, and how long and often to measure. */
export interface Comparison {
  readonly stores: BenchStores;
  readonly backend: 'postgres' | 'redis';
  readonly seconds: number;
  readonly rounds: number;
}

/** Requests per second of the API's intake over those of the bare server; rounds alternate so that noise hits both. */
export async function compareIntake({
  stores,
  backend,
  seconds,
  rounds,
}: Comparison): Promise<Record<string, string>> {
  const redis = backend === 'redis' ? { redisUrl: stores.redisUrl ?? '' } : {};
  const bare = await startBare({ databaseUrl: await stores.database(`bare_${backend}`), ...redis });
  const api = await startApi({ databaseUrl: await stores.database(`intake_${backend}`), ...redis });
  try {
    await connectAccount(api.url);
    const drive = (url: string): Promise<LoadResult> =>
      load({ url, event: 'NOTIFY_INTERNAL', seconds, callers: 1000 });
    await drive(bare.url);
    await drive(api.url);
    const bareRounds: LoadResult[] = [];
    const apiRounds: LoadResult[] = [];
    for (let round = 0; round < rounds; round += 1) {
      bareRounds.push(await drive(bare.url));
      apiRounds.push(await drive(api.url));
    }
    const rate = (results: readonly LoadResult[]): number =>
      median(results.map((result) => result.requestsPerSecond));
    const failures = [...bareRounds, ...apiRounds].reduce((sum, result) => sum + result.failures, 0);
    return {
      backend,
      'bare req/s': figure(rate(bareRounds)),
      'Callboard req/s': figure(rate(apiRounds)),
      ratio: (rate(apiRounds) / rate(bareRounds)).toFixed(2),
      failures: String(failures),
    };
  } finally {
    await Promise.all([bare.stop(), api.stop()]);
  }
}
