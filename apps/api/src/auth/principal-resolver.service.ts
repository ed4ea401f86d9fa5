import { ApiKeysService, type Principal, SessionsService } from '@callboard/auth';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { invalidApiKey } from '../http/access.errors';

const bearer = /^Bearer +(\S+)$/i;

/** Finds out who makes a request: by API key if one is sent, else by session cookie. */
@Injectable()
export class PrincipalResolver {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly sessions: SessionsService,
  ) {}

  /** Null for strangers. @throws DomainError `invalid_api_key` */
  async of(request: FastifyRequest): Promise<Principal | null> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const principal = await this.keys.identify(bearer.exec(authorization)?.[1] ?? '');
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
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      return this.keys.identify(bearer.exec(authorization)?.[1] ?? '');
    }
    return (await this.sessions.find(request.session.sessionId))?.principal ?? null;
  }
}
