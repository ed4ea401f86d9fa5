import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Environment } from '@callboard/platform';
import type { FastifyServerOptions } from 'fastify';
import { problemOf, sendProblem } from './to-problem';

const acceptableRequestId = /^[\w.:-]{8,100}$/;

/**
 * How the HTTP server behaves.
 *
 * `TRUST_PROXY`: `true`, a number of hops, or a list of addresses and networks whose `X-Forwarded-*` are believed.
 */
export function fastifyOptions({ TRUST_PROXY }: Environment): FastifyServerOptions {
  return {
    bodyLimit: 1_048_576,
    trustProxy: trustProxy(TRUST_PROXY),
    genReqId: requestId,
    frameworkErrors: (_error, request, reply) => {
      // The router itself refuses an address it cannot decode, before any hook or filter runs.
      sendProblem(reply, { ...problemOf('malformed_request'), requestId: request.id });
    },
    requestTimeout: 60_000,
    logger: false,
    // Beyond what any schema allows, so that it is the schema that says what is wrong.
    routerOptions: { maxParamLength: 500 },
  };
}

function trustProxy(value = 'false'): FastifyServerOptions['trustProxy'] {
  if (/^\d+$/.test(value)) {
    return (_address, hop) => hop < Number(value);
  }
  return value === 'true' || value === 'false' ? value === 'true' : value;
}

/** The id the proxy in front gave, if it looks like one, else a new one. */
function requestId({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && acceptableRequestId.test(given) ? given : randomUUID();
}
