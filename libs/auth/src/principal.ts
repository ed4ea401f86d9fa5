import type { ApiKeyScope, Role } from '@callboard/contracts';
import { type Permission, rolePermissions, scopePermissions } from './permissions';

/** Who makes a request: a signed-in employee or another system with a key. */
export type Principal =
  | { readonly kind: 'employee'; readonly id: string; readonly name: string; readonly role: Role }
  | { readonly kind: 'apiKey'; readonly id: string; readonly name: string; readonly scope: ApiKeyScope };

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
