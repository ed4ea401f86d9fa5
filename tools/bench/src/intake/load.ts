import autocannon from 'autocannon';
import { nextNotification } from './notifications';

/** What one run of load against one server showed. */
export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  /** Answers that were not 200, and requests that got none. */
  readonly failures: number;
}

/** `rate` in requests per second; without it the server is driven as fast as it answers. */
export interface LoadOptions {
  readonly url: string;
  readonly event: 'NOTIFY_START' | 'NOTIFY_INTERNAL';
  readonly seconds: number;
  readonly callers: number;
  readonly rate?: number;
}

/** Posts signed notifications over 16 connections for the given time. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const result = await autocannon({
    url: `${options.url}/exec/Zadarma.notify`,
    method: 'POST',
    connections: 16,
    duration: options.seconds,
    ...(options.rate ? { overallRate: options.rate } : {}),
    requests: [
      {
        method: 'POST',
        setupRequest: (request) => {
          const { body, signature } = nextNotification(options.event, options.callers);
          return {
            ...request,
            body,
            headers: { 'content-type': 'application/x-www-form-urlencoded', signature },
          };
        },
      },
    ],
  });
  return {
    requestsPerSecond: result.requests.average,
    p50Milliseconds: result.latency.p50,
    p99Milliseconds: result.latency.p99,
    failures: result.non2xx + result.errors + result.timeouts,
  };
}
