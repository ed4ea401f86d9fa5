import type { EmployeePrincipal, Permission, Principal } from '@callboard/auth';
import {
  applyDecorators,
  createParamDecorator,
  type CustomDecorator,
  type ExecutionContext,
  SetMetadata,
} from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { forbidden } from './access.errors';

/** Metadata key under which a route says who may use it. */
export const ACCESS = 'callboard:access';

/** A route's access rule: anybody, or holders of one permission. */
export type Access = 'public' | Permission;

/** Marks public operations for the description of the API, which turns it into an empty list of requirements. */
export const PUBLIC_OPERATION = 'x-public';

/** Opens a route to anybody. Routes without `@Public` or `@Allow` are refused and fail the access table test. */
export const Public = (): MethodDecorator =>
  applyDecorators(SetMetadata(ACCESS, 'public' satisfies Access), ApiExtension(PUBLIC_OPERATION, true));

/** Opens a route to principals with the permission. */
export const Allow = (permission: Permission): CustomDecorator =>
  SetMetadata(ACCESS, permission satisfies Access);

/** A request after the access guard has run. */
export interface AuthenticatedRequest {
  principal?: Principal;
}

/** Injects the principal of a guarded route. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) {
    throw new Error('CurrentPrincipal is used on a route without @Allow');
  }
  return principal;
});

/** Injects the signed-in employee of a route that is for people only; API keys are refused. */
export const CurrentEmployee = createParamDecorator(
  (_: unknown, context: ExecutionContext): EmployeePrincipal => {
    const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (principal?.kind !== 'employee') {
      throw forbidden();
    }
    return principal;
  },
);
