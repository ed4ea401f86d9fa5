import type { EmployeePrincipal } from '@callboard/auth';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionCookie } from './register-sessions';

/** Opens a session of a new id: one that a stranger may have planted is worth nothing. */
export async function signInBrowser(request: FastifyRequest, principal: EmployeePrincipal): Promise<void> {
  forgetCookie(request);
  await request.session.regenerate();
  request.session.set('principal', principal);
  await request.session.save();
}

/** Ends the browser's session, if it has one. */
export async function signOutBrowser(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const secure = request.session.cookie.secure === true;
  forgetCookie(request);
  if (request.session.principal) {
    await request.session.destroy();
  }
  const { name, path } = sessionCookie(secure);
  reply.clearCookie(name, { path, secure });
}

/**
 * The cookie the browser came with is spent. Where the plugin saw it, it would clear it in a header of its own, beside
 * the one that sets or clears the same name.
 */
function forgetCookie(request: FastifyRequest): void {
  request.cookies[sessionCookie(request.session.cookie.secure === true).name] = undefined;
}
