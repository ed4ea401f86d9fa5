import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PhonePlace, ZadarmaSettingsService } from '@callboard/zadarma';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, sendProblem } from '../http/to-problem';
import { phonePolicy } from './phone-policy';
import { plainHost } from './plain-host';

/** The phone's page as built: its text, and the files it loads. */
interface BuiltPage {
  readonly html: string;
  readonly assets: ReadonlySet<string>;
}

/** Stands in the built page for the origin it may talk to. */
const originPlaceholder = '__APPLICATION_ORIGIN__';

/**
 * Serves `/phone`, the page in which Zadarma's widget runs, with a policy of its own.
 *
 * On a host of its own (`PHONE_ORIGIN`) there is nothing else: third-party script then shares its origin with no REST
 * interface and no page of ours.
 *
 * @param directory folder of the built SPA; without a built page only the host is guarded
 */
export function servePhone(
  fastify: FastifyInstance,
  directory: string | undefined,
  place: PhonePlace,
  settings: ZadarmaSettingsService,
): void {
  const page = directory === undefined ? undefined : readPage(directory, place.applicationOrigin);
  if (place.ownHost !== null) {
    guardHost(fastify, place.ownHost, new Set(['/healthz', '/phone', ...(page?.assets ?? [])]));
  }
  if (page) {
    fastify.get('/phone', async (_request, reply) => {
      const { webrtc } = await settings.current();
      return sendPage(reply, page, place, webrtc.scriptUrls);
    });
  }
}

function readPage(directory: string, applicationOrigin: string): BuiltPage | undefined {
  const path = join(directory, 'phone.html');
  if (!existsSync(path)) {
    return undefined;
  }
  const html = readFileSync(path, 'utf8').replace(originPlaceholder, applicationOrigin);
  return { html, assets: new Set(html.match(/\/assets\/\w[\w.-]*/g)) };
}

function sendPage(
  reply: FastifyReply,
  { html }: BuiltPage,
  { origin, applicationOrigin }: PhonePlace,
  scriptUrls: readonly string[],
): FastifyReply {
  // Set for every answer; `frame-ancestors` below says what it cannot: which other origin may embed the page.
  reply.raw.removeHeader('X-Frame-Options');
  return (
    reply
      .header(
        'content-security-policy',
        phonePolicy({ scriptUrls, applicationOrigin, isSecure: origin.startsWith('https:') }),
      )
      .header('permissions-policy', 'microphone=(self), camera=(), geolocation=(), display-capture=()')
      // Zadarma recognises the registered domain by what the browser tells it.
      .header('referrer-policy', 'strict-origin-when-cross-origin')
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(html)
  );
}

function guardHost(fastify: FastifyInstance, ownHost: string, open: ReadonlySet<string>): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (addresses(request, ownHost) && !open.has(path)) {
      sendProblem(reply, problemOf('not_found', 'Only the phone is served on this host.'));
    } else {
      done();
    }
  });
}

/** Both names count: what a proxy forwards, which script could forge where it is not overwritten, and the plain one. */
function addresses({ host, headers }: FastifyRequest, ownHost: string): boolean {
  return [host, headers.host].some((name) => name !== undefined && plainHost(name) === ownHost);
}
