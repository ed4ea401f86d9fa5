import { hkdfSync } from 'node:crypto';
import { sessionLifetime, SessionsService } from '@callboard/auth';
import type { Environment } from '@callboard/platform';
import fastifyCookie from '@fastify/cookie';
import fastifySession from '@fastify/session';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DatabaseSessionStore } from './session-store';

/** Name of the session cookie. */
export const sessionCookie = 'callboard_session';

/** Where browsers send the cookie; pages and assets do without, so they cost no look-up. */
export const sessionPath = '/api';

/** Signs the cookies, so that made-up ids never reach the database. Derived, so that there is one secret to keep. */
function cookieSecret(encryptionKey: string): string {
  const key = Buffer.from(encryptionKey, 'base64');
  return Buffer.from(hkdfSync('sha256', key, '', 'callboard session cookie', 32)).toString('base64');
}

/** Gives every request under `/api` its `session`. It is stored once somebody signs in, not before. */
export async function registerSessions(app: NestFastifyApplication, environment: Environment): Promise<void> {
  const { APP_ENCRYPTION_KEY, APP_ENCRYPTION_KEY_PREVIOUS, PUBLIC_URL } = environment;
  const keys = [APP_ENCRYPTION_KEY, ...(APP_ENCRYPTION_KEY_PREVIOUS ? [APP_ENCRYPTION_KEY_PREVIOUS] : [])];
  await app.register(fastifyCookie);
  await app.register(fastifySession, {
    secret: keys.map(cookieSecret),
    cookieName: sessionCookie,
    store: new DatabaseSessionStore(app.get(SessionsService)),
    saveUninitialized: false,
    rolling: false,
    cookie: {
      path: sessionPath,
      httpOnly: true,
      sameSite: 'lax',
      secure: PUBLIC_URL.startsWith('https:'),
      maxAge: sessionLifetime,
    },
  });
}
