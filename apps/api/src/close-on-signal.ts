import type { INestApplication } from '@nestjs/common';
import type { Log } from '@callboard/platform';

const patience = 10_000;

/**
 * Ends the process cleanly on SIGTERM or SIGINT: no new requests, those under way are finished, streams and the
 * database are closed. What has not ended after ten seconds is cut off; a second signal ends at once.
 */
export function closeOnSignal(app: INestApplication, log: Log): void {
  let closing = false;
  const close = (signal: NodeJS.Signals): void => {
    if (closing) {
      process.exit(1);
    }
    closing = true;
    log.info({ signal }, 'Closing');
    const deadline = setTimeout(() => {
      log.warn('Some requests did not end in time and were cut off');
      process.exit(0);
    }, patience);
    app.close().then(
      () => {
        clearTimeout(deadline);
        process.exit(0);
      },
      (error: unknown) => {
        log.error({ err: error }, 'Closing failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', close).on('SIGINT', close);
}
