import { createServer } from 'node:net';
import { freePort } from '@callboard/platform';
import type { StartPlan } from './plan-start';

/** True if nobody listens on the port of the address. */
export function isPortFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** Where the children listen. */
export interface Ports {
  readonly api: number;
  /** Address under which this machine reaches the API. */
  readonly apiHost: string;
  readonly workerHealth: number;
}

/**
 * Fixes the ports of this run: those of the environment, and a free one for the worker's health where nobody asked
 * for a certain one and the usual is taken.
 *
 * @throws Error in words for the user if a wanted port is taken.
 */
export async function choosePorts(plan: StartPlan, notice: (text: string) => void): Promise<Ports> {
  const { HOST, PORT, WORKER_HEALTH_PORT } = plan.environment;
  const api = PORT === 0 ? await freePort() : PORT;
  if (!(await isPortFree(api, HOST))) {
    throw new Error(
      `port ${api} is taken by another program. Stop that one, or choose another: PORT=8080 npm start`,
    );
  }
  const apiHost = ['0.0.0.0', '::'].includes(HOST) ? '127.0.0.1' : HOST;
  return { api, apiHost, workerHealth: await healthPort(WORKER_HEALTH_PORT, plan, notice) };
}

async function healthPort(wanted: number, plan: StartPlan, notice: (text: string) => void): Promise<number> {
  if (wanted !== 0 && (await isPortFree(wanted, '0.0.0.0'))) {
    return wanted;
  }
  if (plan.workerHealthPortIsGiven && wanted !== 0) {
    throw new Error(`port ${wanted} (WORKER_HEALTH_PORT) is taken by another program. Choose another.`);
  }
  const port = await freePort();
  if (!plan.demo) {
    notice(
      `Port ${wanted} is taken, so the worker's health answers on ${port}; WORKER_HEALTH_PORT chooses one.`,
    );
  }
  return port;
}
