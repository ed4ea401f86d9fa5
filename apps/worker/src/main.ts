import { createLog, EnvironmentError, nearMisses, readEnvironment } from '@callboard/platform';
import { closeOnSignal } from './close-on-signal';
import { createWorker } from './create-worker';

const environment = read();
const log = createLog('worker', environment.LOG_LEVEL);
nearMisses().forEach((warning) => log.warn(warning));

try {
  closeOnSignal(await createWorker(environment, log), log);
  log.info('The worker takes jobs');
} catch (error) {
  log.fatal({ err: error }, 'The worker could not start');
  process.exit(1);
}

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
