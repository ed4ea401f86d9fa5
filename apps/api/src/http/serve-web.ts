import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '@callboard/platform';
import type { ZadarmaSettingsService } from '@callboard/zadarma';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { withRemoteMedia } from '../recordings/media-policy';

const year = 365 * 24 * 3600 * 1000;
const longestSettingsMs = 500;
/** Built files lie in one folder; nothing else under its name is one, least of all a way out of it. */
const asset = /^assets\/\w[\w.-]*$/;

/**
 * Serves the built SPA: files under `assets/` carry a hash in their name and are kept for a year, every other address
 * that a browser opens gets `index.html`, which is always asked for again.
 */
export async function serveWeb(
  fastify: FastifyInstance,
  directory: string | undefined,
  settings: ZadarmaSettingsService,
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
  fastify.get('/*', async (request: FastifyRequest<{ Params: { '*': string } }>, reply) => {
    const path = request.params['*'];
    if (asset.test(path)) {
      return reply.sendFile(path, { maxAge: year, immutable: true });
    }
    if (topLevel.has(path) && !path.endsWith('.html')) {
      return reply.sendFile(path, { maxAge: 3600_000 });
    }
    return opensPage(path, request) ? sendPage(reply, await pbxUrlOf(settings)) : reply.callNotFound();
  });
}

function opensPage(path: string, { headers }: FastifyRequest): boolean {
  const accepts = path === '' || (headers.accept ?? '').includes('text/html');
  return accepts && !/^(api|exec|assets)(\/|$)/.test(path);
}

/** The page opens also while the database is away. */
async function pbxUrlOf(settings: ZadarmaSettingsService): Promise<string | null> {
  try {
    return (await settings.current(longestSettingsMs)).url;
  } catch {
    return null;
  }
}

function sendPage(reply: FastifyReply, pbxUrl: string | null): FastifyReply {
  const policy = String(reply.raw.getHeader('content-security-policy'));
  return reply
    .header('content-security-policy', withRemoteMedia(policy, pbxUrl))
    .header('cache-control', 'no-cache')
    .sendFile('index.html', { cacheControl: false });
}
