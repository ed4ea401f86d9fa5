import { ApiKeysService, type Principal, SessionsService } from '@callboard/auth';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { invalidApiKey } from '../http/access.errors';

const bearer = /^Bearer(?: +(.*))?$/i;

/**
 * Finds out who makes a request: by API key if one is sent, else by session cookie. Other schemes of `Authorization`
 * are not ours: browsers send Basic to a proxy in front of us, and with it to us.
 */
@Injectable()
export class PrincipalResolver {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly sessions: SessionsService,
  ) {}

  /** Null for strangers. @throws DomainError `invalid_api_key` */
  async of(request: FastifyRequest): Promise<Principal | null> {
    const key = sentKey(request);
    if (key !== undefined) {
      const principal = await this.keys.identify(key);
      if (!principal) {
        throw invalidApiKey();
      }
      return principal;
    }
    const { session } = request;
    if (session.renewalDue) {
      await session.save();
    }
    return session.principal ?? null;
  }

  /**
   * Who makes a request that has been open for long: asks anew, so that a stream ends soon after its session, its key
   * or the right of its employee. Null when nobody may listen any more.
   */
  async again(request: FastifyRequest): Promise<Principal | null> {
    const key = sentKey(request);
    if (key !== undefined) {
      return this.keys.identify(key);
    }
    return (await this.sessions.find(request.session.sessionId))?.principal ?? null;
  }
}

/** The API key of a request, empty if the scheme comes without one; undefined if it names no key at all. */
function sentKey(request: FastifyRequest): string | undefined {
  const sent = bearer.exec(request.headers.authorization ?? '');
  return sent ? (sent[1] ?? '').trim() : undefined;
}
