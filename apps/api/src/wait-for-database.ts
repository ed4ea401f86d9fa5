import { setTimeout } from 'node:timers/promises';
import type { Environment, Log } from '@callboard/platform';
import { fastify, type FastifyInstance } from 'fastify';
import pg from 'pg';
import { fastifyOptions } from './http/fastify-options';
import { problemOf, sendProblem } from './http/to-problem';

const pause = 500;
const patience = 2_000;

/**
 * Resolves once the database answers. Until then a stand-in listens on the API's address and answers every request
 * with 503: nothing can be verified yet, and a refused connection would say less.
 *
 * @returns the stand-in, still listening, for the caller to close before it listens itself; null if there was no wait
 */
export async function waitForDatabase(environment: Environment, log: Log): Promise<FastifyInstance | null> {
  if (await answers(environment.DATABASE_URL)) {
    return null;
  }
  log.warn('The database does not answer; every request gets 503 until it does');
  const standIn = await listenInstead(environment);
  while (!(await answers(environment.DATABASE_URL))) {
    await setTimeout(pause);
  }
  log.info('The database answers');
  return standIn;
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  });
  // A connection that breaks later emits an error nobody waits for.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    client.end().catch(() => undefined);
  }
}

async function listenInstead(environment: Environment): Promise<FastifyInstance> {
  const standIn = fastify({ ...fastifyOptions(environment), forceCloseConnections: true });
  standIn.get('/healthz', () => ({ status: 'ok' }));
  standIn.setNotFoundHandler((request, reply) => {
    reply.header('retry-after', '5');
    sendProblem(reply, { ...problemOf('database_unavailable'), requestId: request.id });
  });
  await standIn.listen({ port: environment.PORT, host: environment.HOST });
  return standIn;
}
