import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '@callboard/platform';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const year = 365 * 24 * 3600 * 1000;
/** Built files lie in one folder; nothing else under its name is one, least of all a way out of it. */
const asset = /^assets\/\w[\w.-]*$/;

/**
 * Serves the built SPA: files under `assets/` carry a hash in their name and are kept for a year, every other address
 * that a browser opens gets `index.html`, which is always asked for again.
 */
export async function serveWeb(
  fastify: FastifyInstance,
  directory: string | undefined,
  log: Log,
): Promise<void> {
  if (directory === undefined) {
    return;
  }
  if (!existsSync(join(directory, 'index.html'))) {
    log.warn({ directory }, 'The web application is not built; only the API is served');
    return;
  }
  await fastify.register(fastifyStatic, { root: directory, serve: false, index: false });
  const topLevel = new Set(
    readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name),
  );
  fastify.get('/*', (request: FastifyRequest<{ Params: { '*': string } }>, reply) => {
    const path = request.params['*'];
    if (asset.test(path)) {
      return reply.sendFile(path, { maxAge: year, immutable: true });
    }
    if (topLevel.has(path) && !path.endsWith('.html')) {
      return reply.sendFile(path, { maxAge: 3600_000 });
    }
    return opensPage(path, request) ? sendPage(reply) : reply.callNotFound();
  });
}

function opensPage(path: string, { headers }: FastifyRequest): boolean {
  const accepts = path === '' || (headers.accept ?? '').includes('text/html');
  return accepts && !/^(api|exec|assets)(\/|$)/.test(path);
}

function sendPage(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
}
