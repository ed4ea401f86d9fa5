import { distance } from 'fastest-levenshtein';
import * as z from 'zod';

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const encryptionKey = z
  .string()
  .refine(
    (value) => Buffer.from(value, 'base64').length === 32,
    'must be base64 of 32 bytes (openssl rand -base64 32)',
  );

const network = z.union([
  z.enum(['loopback', 'linklocal', 'uniquelocal']),
  z.ipv4(),
  z.ipv6(),
  z.cidrv4(),
  z.cidrv6(),
]);
const trustedProxies = z
  .string()
  .refine(
    (value) =>
      /^(true|false|\d+)$/.test(value) ||
      value.split(',').every((part) => network.safeParse(part.trim()).success),
    'must be true, false, a number of proxies, or addresses and networks (10.0.0.0/8) with commas between',
  );

/** Every environment variable Callboard reads, with its default. Documented in docs/operations.md. */
export const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('0.0.0.0'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  DEMO: flag.default(false),
  APP_ENCRYPTION_KEY: encryptionKey,
  APP_ENCRYPTION_KEY_PREVIOUS: encryptionKey.optional(),
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().min(10, 'must have at least 10 characters').optional(),
  PBX_URL_ALLOW_PRIVATE: flag.default(false),
  PHONE_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  TRUST_PROXY: trustedProxies.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  WORKER_HEALTH_PORT: z.coerce.number().int().min(0).max(65535).default(3001),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_REGION: z.string().optional(),
  S3_BUCKET: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  SMTP_URL: z.url().optional(),
  SMTP_FROM: z.string().optional(),
});

type Parsed = z.infer<typeof environmentSchema>;

/** The validated environment, frozen; `PUBLIC_URL` is always set, and `HOST` is the loopback address in a demo. */
export type Environment = Readonly<Omit<Parsed, 'PUBLIC_URL'> & { PUBLIC_URL: string }>;

/** Injection token of the `Environment`. */
export const ENVIRONMENT = Symbol('ENVIRONMENT');

/** All that is wrong with the environment at once, so that one start shows every problem. */
export class EnvironmentError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'EnvironmentError';
  }
}

const names = Object.keys(environmentSchema.shape);

/** Names, by default in this process's environment, that look like a typing error: `DATABSE_URL` → `DATABASE_URL`. */
export function nearMisses(source: Readonly<Record<string, string | undefined>> = process.env): string[] {
  return Object.keys(source)
    .filter((name) => !names.includes(name) && name.length >= 6)
    .flatMap((name) => {
      const meant = names.find((known) => distance(name.toUpperCase(), known) <= (known.length > 8 ? 2 : 1));
      return meant && !(meant in source) ? [`${name} is not known; did you mean ${meant}?`] : [];
    });
}

/**
 * Reads and validates the environment; empty values count as absent.
 *
 * @throws EnvironmentError listing every problem.
 */
export function parseEnvironment(source: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(names.flatMap((name) => (source[name] ? [[name, source[name]]] : [])));
  const result = environmentSchema.safeParse(given);
  const problems = result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${describe(issue, given)}`);
  if (given.ADMIN_EMAIL && !given.ADMIN_PASSWORD) {
    problems.push('ADMIN_PASSWORD: is needed together with ADMIN_EMAIL');
  }
  problems.push(...objectStorageProblems(given));
  if (!result.success || problems.length > 0) {
    throw new EnvironmentError(problems);
  }
  const { DEMO, HOST, PORT, PUBLIC_URL } = result.data;
  const host = DEMO || HOST === '0.0.0.0' || HOST === '::' ? 'localhost' : HOST;
  return Object.freeze({
    ...result.data,
    // Anybody may sign in to a demo, so it is for this machine alone.
    HOST: DEMO ? '127.0.0.1' : HOST,
    PUBLIC_URL: (PUBLIC_URL ?? `http://${host}:${PORT}`).replace(/\/$/, ''),
  });
}

/** Half an object storage is none: recordings would silently go to the disk, or nowhere. */
function objectStorageProblems(given: Readonly<Record<string, string | undefined>>): string[] {
  const has = (name: string): boolean => given[`S3_${name}`] !== undefined;
  const needs = (name: string, isMissing: boolean, why: string): string[] =>
    isMissing ? [`S3_${name}: ${why}`] : [];
  const isAny = ['ENDPOINT', 'REGION', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY'].some(has);
  return [
    ...needs('BUCKET', isAny && !has('BUCKET'), 'is needed together with the other S3_ variables'),
    ...needs(
      'REGION',
      has('BUCKET') && !has('REGION') && !has('ENDPOINT'),
      'or S3_ENDPOINT must say where the bucket is',
    ),
    ...needs(
      'ACCESS_KEY_ID',
      has('SECRET_ACCESS_KEY') && !has('ACCESS_KEY_ID'),
      'is needed together with S3_SECRET_ACCESS_KEY',
    ),
    ...needs(
      'SECRET_ACCESS_KEY',
      has('ACCESS_KEY_ID') && !has('SECRET_ACCESS_KEY'),
      'is needed together with S3_ACCESS_KEY_ID',
    ),
  ];
}

function describe(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  return String(issue.path[0]) in given ? issue.message : 'is required';
}

/** Reads this process's own environment; the only place that does. */
export function readEnvironment(): Environment {
  return parseEnvironment(process.env);
}
