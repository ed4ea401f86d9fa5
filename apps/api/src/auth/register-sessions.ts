import { hkdfSync } from 'node:crypto';
import { sessionLifetime, SessionsService } from '@callboard/auth';
import type { Environment } from '@callboard/platform';
import fastifyCookie from '@fastify/cookie';
import fastifySession from '@fastify/session';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { DatabaseSessionStore } from './session-store';

/** Sessions are looked up for these requests alone: pages and assets open also while the database is away. */
const sessionPath = '/api';

/** Name and path of the session cookie. */
export interface SessionCookie {
  readonly name: string;
  readonly path: string;
}

/**
 * The session cookie, by whether it travels over https. There the prefix makes browsers refuse one that a sibling host
 * or plain http tries to plant; it asks for the path of the whole host.
 */
export const sessionCookie = (isSecure: boolean): SessionCookie =>
  isSecure
    ? { name: '__Host-callboard_session', path: '/' }
    : { name: 'callboard_session', path: sessionPath };

/** Signs the cookies, so that made-up ids never reach the database. Derived, so that there is one secret to keep. */
function cookieSecret(encryptionKey: string): string {
  const key = Buffer.from(encryptionKey, 'base64');
  return Buffer.from(hkdfSync('sha256', key, '', 'callboard session cookie', 32)).toString('base64');
}

/** Gives every request under `/api` its `session`. It is stored once somebody signs in, not before. */
export async function registerSessions(app: NestFastifyApplication, environment: Environment): Promise<void> {
  const { APP_ENCRYPTION_KEY, APP_ENCRYPTION_KEY_PREVIOUS, PUBLIC_URL } = environment;
  const isSecure = PUBLIC_URL.startsWith('https:');
  const { name, path } = sessionCookie(isSecure);
  const keys = [APP_ENCRYPTION_KEY, ...(APP_ENCRYPTION_KEY_PREVIOUS ? [APP_ENCRYPTION_KEY_PREVIOUS] : [])];
  await app.register(fastifyCookie);
  // The plugin knows one path, of the requests it looks at; the cookie's own is set just before it is written.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, _reply, _payload, done) => {
      if (isSession(request.session)) {
        request.session.cookie.path = path;
      }
      done();
    });
  await app.register(fastifySession, {
    secret: keys.map(cookieSecret),
    cookieName: name,
    store: new DatabaseSessionStore(app.get(SessionsService)),
    saveUninitialized: false,
    rolling: false,
    cookie: {
      path: sessionPath,
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure,
      maxAge: sessionLifetime,
    },
  });
}

/** Other requests have an empty object, those that ended their session nothing. */
const isSession = (session: FastifyRequest['session'] | null): session is FastifyRequest['session'] =>
  session !== null && 'cookie' in session;
