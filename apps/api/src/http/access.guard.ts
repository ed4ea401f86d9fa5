import { isAllowed } from '@callboard/auth';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { PrincipalResolver } from '../auth/principal-resolver.service';
import { ACCESS, type Access, type AuthenticatedRequest } from './access';
import { forbidden, notSignedIn } from './access.errors';

/** Refuses every request that its route does not open to whoever makes it. A route that says nothing is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly principals: PrincipalResolver,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === 'public') {
      return true;
    }
    const request = context.switchToHttp().getRequest<FastifyRequest & AuthenticatedRequest>();
    const principal = await this.principals.of(request);
    if (!principal) {
      throw notSignedIn();
    }
    if (access === undefined || !isAllowed(principal, access)) {
      throw forbidden();
    }
    request.principal = principal;
    return true;
  }
}
