export { type Permission, permissions, rolePermissions, scopePermissions } from './permissions';
export { callsLimitedTo, isAllowed, type Principal } from './principal';
