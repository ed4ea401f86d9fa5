import type { ApiKeyScope, Role } from '@callboard/contracts';
import { type Permission, rolePermissions, scopePermissions } from './permissions';

/** A signed-in employee. */
export interface EmployeePrincipal {
  readonly kind: 'employee';
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** Another system with a key. */
export interface ApiKeyPrincipal {
  readonly kind: 'apiKey';
  readonly id: string;
  readonly name: string;
  readonly scope: ApiKeyScope;
}

/** Who makes a request. */
export type Principal = EmployeePrincipal | ApiKeyPrincipal;

/** True if the principal's role or scope grants the permission. */
export function isAllowed(principal: Principal, permission: Permission): boolean {
  const granted =
    principal.kind === 'employee' ? rolePermissions[principal.role] : scopePermissions[principal.scope];
  return granted.includes(permission);
}

/**
 * The employee whose calls alone are shown, or null for those who see every call.
 *
 * Administrators and API keys see all; agents see the calls they took part in or whose contact they manage.
 */
export function callsLimitedTo(principal: Principal): string | null {
  return principal.kind === 'employee' && principal.role === 'agent' ? principal.id : null;
}
