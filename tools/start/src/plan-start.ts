import { isAbsolute, join } from 'node:path';
import { type Environment, parseEnvironment } from '@callboard/platform';

type Variables = Readonly<Record<string, string | undefined>>;

/** What one `npm start` will run. */
export interface StartPlan {
  /** A simulated PBX and a seeded company instead of the real thing. */
  readonly demo: boolean;
  /** PostgreSQL is started by us, its data under `dataDir`; false when `DATABASE_URL` names one. */
  readonly embeddedDatabase: boolean;
  /** Absolute; the demo has a folder of its own inside the configured one. */
  readonly dataDir: string;
  /** Validated; `DATABASE_URL` and `APP_ENCRYPTION_KEY` are placeholders where we provide them. */
  readonly environment: Environment;
  /** Somebody chose the port on purpose, so a taken one is an error. */
  readonly workerHealthPortIsGiven: boolean;
  /** Variables that were set but do not count in this mode. */
  readonly ignored: readonly string[];
}

const placeholders = {
  DATABASE_URL: 'postgres://callboard@127.0.0.1/callboard',
  APP_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
};

/** The demo must not reach what belongs to a real installation, whatever the shell happens to export. */
const notForTheDemo = [
  'HOST',
  'REDIS_URL',
  'APP_ENCRYPTION_KEY',
  'APP_ENCRYPTION_KEY_PREVIOUS',
  'ADMIN_EMAIL',
  'ADMIN_PASSWORD',
  'S3_ENDPOINT',
  'S3_REGION',
  'S3_BUCKET',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'SMTP_URL',
  'SMTP_FROM',
];

/**
 * Decides what to run: the demo, unless `DEMO=false` or `DATABASE_URL` is set.
 *
 * @throws EnvironmentError listing every problem.
 */
export function planStart(variables: Variables, workingDirectory: string): StartPlan {
  const embeddedDatabase = !variables.DATABASE_URL;
  const demo = variables.DEMO ? variables.DEMO !== 'false' : embeddedDatabase;
  const given = demo ? withoutRealThings(variables) : variables;
  const environment = parseEnvironment({
    ...given,
    DATABASE_URL: given.DATABASE_URL ?? placeholders.DATABASE_URL,
    ...(embeddedDatabase || demo
      ? { APP_ENCRYPTION_KEY: given.APP_ENCRYPTION_KEY ?? placeholders.APP_ENCRYPTION_KEY }
      : {}),
  });
  const configured = isAbsolute(environment.DATA_DIR)
    ? environment.DATA_DIR
    : join(workingDirectory, environment.DATA_DIR);
  return {
    demo,
    embeddedDatabase,
    dataDir: demo ? join(configured, 'demo') : configured,
    environment,
    workerHealthPortIsGiven: Boolean(variables.WORKER_HEALTH_PORT),
    ignored: demo ? notForTheDemo.filter((name) => variables[name]) : [],
  };
}

function withoutRealThings(variables: Variables): Record<string, string | undefined> {
  const kept = Object.entries(variables).filter(([name]) => !notForTheDemo.includes(name));
  const port = variables.PORT || '3000';
  return {
    PUBLIC_URL: `http://localhost:${port}`,
    LOG_LEVEL: 'warn',
    ...Object.fromEntries(kept.filter(([, value]) => value)),
    HOST: '127.0.0.1',
    PBX_URL_ALLOW_PRIVATE: 'true',
  };
}
