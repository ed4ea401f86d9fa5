import { DomainError } from '@callboard/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The webhook's bodies are signed and stored as they came, so they are handed on as bytes. */
const wantsBytes = (request: FastifyRequest): boolean => request.url.startsWith('/exec/');

/**
 * JSON for the REST interface; bytes (`Buffer`) of any kind for the webhook. Empty bodies are no body, whatever the
 * content type says.
 */
export function acceptBodies(fastify: FastifyInstance): void {
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (wantsBytes(request)) {
      done(null, body);
    } else if (body.length === 0) {
      done(null, undefined);
    } else {
      void parseJson(request, body.toString('utf8'), done);
    }
  });
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    if (wantsBytes(request)) {
      done(null, body);
    } else if (body.length === 0) {
      done(null, undefined);
    } else {
      done(new DomainError('unsupported_media_type', 'Send JSON with Content-Type: application/json.'));
    }
  });
}
