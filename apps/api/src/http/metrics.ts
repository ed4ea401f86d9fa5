import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** The process's own registry, so that nothing else in the process can add to it by accident. */
export const registry = new Registry();

collectDefaultMetrics({ register: registry });

const durations = new Histogram({
  name: 'callboard_http_request_duration_seconds',
  help: 'Time from the first byte of a request to the last byte of its answer.',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [registry],
});

/** Counts one answer. `route` is the pattern, never the address, so that the number of series stays bounded. */
export function observeDuration(
  method: string,
  route: string | undefined,
  status: number,
  seconds: number,
): void {
  durations.observe({ method, route: route ?? 'none', status: `${Math.floor(status / 100)}xx` }, seconds);
}
