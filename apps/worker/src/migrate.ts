// A program of its own: brings the database up to date and ends, for deployments that migrate before they replace
// processes (docker/compose.yml).
import { migrate } from '@callboard/database';
import { createLog, readEnvironment } from '@callboard/platform';

try {
  const { DATABASE_URL, DEMO, LOG_LEVEL } = readEnvironment();
  const names = await migrate(DATABASE_URL, DEMO);
  createLog('migrate', LOG_LEVEL).info({ migrations: names }, `${names.length} migrations were run`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
