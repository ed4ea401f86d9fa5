import type { Log } from '@callboard/platform';
import type { INestApplicationContext } from '@nestjs/common';

/** Longer than the worker host waits for running jobs. */
const patienceMs = 10_000;

/**
 * Ends the process cleanly on SIGTERM or SIGINT: no new jobs, those under way are finished. What has not ended in time
 * is left to another worker; a second signal ends at once.
 */
export function closeOnSignal(worker: INestApplicationContext, log: Log): void {
  let closing = false;
  const close = (signal: NodeJS.Signals): void => {
    if (closing) {
      process.exit(1);
    }
    closing = true;
    log.info({ signal }, 'Closing');
    setTimeout(() => {
      log.warn('The worker did not end in time');
      process.exit(1);
    }, patienceMs).unref();
    worker.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'Closing failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', close).on('SIGINT', close);
}
