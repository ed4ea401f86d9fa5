import { createLog, type Environment, type Log, parseEnvironment } from '@callboard/platform';

/** A valid environment for tests, with the given variables on top. */
export function testEnvironment(variables: Readonly<Record<string, string>> = {}): Environment {
  return parseEnvironment({
    DATABASE_URL: 'postgres://callboard@127.0.0.1:5432/callboard',
    APP_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    LOG_LEVEL: 'silent',
    PBX_URL_ALLOW_PRIVATE: 'true',
    PORT: '0',
    WORKER_HEALTH_PORT: '0',
    ...variables,
  });
}

/** A log that says nothing. */
export function silentLog(): Log {
  return createLog('test', 'silent');
}

/** A log that keeps every line, down to the least important, for specs of what must never be in one. */
export interface CapturedLog {
  readonly log: Log;
  /** All lines so far. */
  readonly text: () => string;
}

export function capturedLog(): CapturedLog {
  const lines: string[] = [];
  const log = createLog('test', 'trace', { write: (line) => void lines.push(line) });
  return { log, text: () => lines.join('') };
}

/**
 * Address of the run's Redis, with a database of its own for each of Jest's processes; undefined where redis-server
 * is not installed. Specs that leave or count keys flush it first.
 *
 * @throws Error where it is not installed and a skipped test is a failure: suites that run once per backend would just
 * be shorter, and nobody would see a skip.
 */
export function testRedisUrl(): string | undefined {
  const url = process.env.TEST_REDIS_URL;
  if (!url && process.env.REQUIRE_ALL_TESTS === '1') {
    throw new Error(
      'REQUIRE_ALL_TESTS=1, but redis-server is not there. Install it to run the tests over Redis.',
    );
  }
  return url && `${url}/${Number(process.env.JEST_WORKER_ID ?? 1) % 16}`;
}
