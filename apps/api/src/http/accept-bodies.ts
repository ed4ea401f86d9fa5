import { DomainError } from '@callboard/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Route configuration of a route that takes a CSV file; its body is a stream, read only once access is granted. */
export const takesCsv = { takesCsv: true } as const;

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
  fastify.addContentTypeParser('text/csv', (request, body, done) => {
    if (isForCsv(request)) {
      done(null, body);
    } else {
      done(notUnderstood('Send JSON with Content-Type: application/json.'));
    }
  });
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
    } else if (isForCsv(request)) {
      done(notUnderstood('Send the file with Content-Type: text/csv.'));
    } else {
      done(notUnderstood('Send JSON with Content-Type: application/json.'));
    }
  });
}

const isForCsv = (request: FastifyRequest): boolean => 'takesCsv' in request.routeOptions.config;

const notUnderstood = (message: string): DomainError => new DomainError('unsupported_media_type', message);
