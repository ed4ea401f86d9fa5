import { servers } from './running-servers';

/** Stops what the global set-up started. */
export default async function globalTeardown(): Promise<void> {
  await servers.current?.stop();
  servers.current = undefined;
}
