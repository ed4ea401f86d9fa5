import { type Log, type RequestContext, withRequestContext } from '@callboard/platform';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthenticatedRequest } from './access';
import { observeDuration } from './metrics';

/** A request that has told more of itself than its address. */
export interface ObservedRequest {
  /** Ids for the line about its answer, beside its own. */
  loggedIds?: RequestContext;
}

const quiet = /^\/(healthz|readyz|metrics|assets\/)/;

/**
 * Gives every request its id, in the answer (`X-Request-Id`) and in all its log lines, and writes one line and one
 * measurement per answer. Query strings are never logged: they may carry phone numbers. Answers of the REST interface
 * hold personal data, so caches keep none unless their route says otherwise.
 */
export function observeRequests(adapter: FastifyAdapter, log: Log): void {
  adapter.setOnRequestHook((request, reply, done) => {
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) {
      reply.header('cache-control', 'no-store');
    }
    withRequestContext({ requestId: request.id }, done);
  });
  // Reading the body leaves the asynchronous context of the first hook.
  adapter.getInstance().addHook('preValidation', (request, _reply, done) => {
    withRequestContext({ requestId: request.id }, done);
  });
  adapter.setOnResponseHook((request, reply, done) => {
    observeDuration(request.method, request.routeOptions.url, reply.statusCode, reply.elapsedTime / 1000);
    logAnswer(log, request, reply);
    done();
  });
}

function logAnswer(
  log: Log,
  request: FastifyRequest & AuthenticatedRequest & ObservedRequest,
  reply: FastifyReply,
): void {
  const path = request.url.split('?', 1)[0] ?? '';
  const { principal, loggedIds } = request;
  const line = {
    ...loggedIds,
    requestId: request.id,
    method: request.method,
    path,
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime),
    ...(principal && { by: `${principal.kind}:${principal.id}` }),
  };
  log[quiet.test(path) ? 'debug' : 'info'](line, 'Answered');
}
