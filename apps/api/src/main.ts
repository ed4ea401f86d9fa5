import { join } from 'node:path';
import { createLog, EnvironmentError, nearMisses, readEnvironment } from '@callboard/platform';
import { closeOnSignal } from './close-on-signal';
import { createApi } from './create-api';
import { waitForDatabase } from './wait-for-database';

const environment = read();
const log = createLog('api', environment.LOG_LEVEL);
nearMisses().forEach((warning) => log.warn(warning));

// Both as source and bundled, this file lies two folders below `apps/`.
const webDirectory = join(import.meta.dirname, '../../web/dist');
const waitingRoom = await waitForDatabase(environment, log);
const app = await createApi(environment, log, { webDirectory });
closeOnSignal(app, log);
await waitingRoom?.close();
await app.listen({ port: environment.PORT, host: environment.HOST });
log.info({ address: await app.getUrl() }, 'The API is listening');

function read() {
  try {
    return readEnvironment();
  } catch (error) {
    if (error instanceof EnvironmentError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    }
    throw error;
  }
}
