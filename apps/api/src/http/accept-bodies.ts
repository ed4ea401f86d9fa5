import { DomainError } from '@callboard/platform';
import type { FastifyInstance } from 'fastify';

/** The REST interface takes JSON. Empty bodies are no body, whatever the content type says. */
export function acceptBodies(fastify: FastifyInstance): void {
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
    } else {
      void parseJson(request, body.toString(), done);
    }
  });
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
    } else {
      done(new DomainError('unsupported_media_type', 'Send JSON with Content-Type: application/json.'));
    }
  });
}
