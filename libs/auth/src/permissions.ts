import type { ApiKeyScope, Role } from '@callboard/contracts';

/** Everything a request may need permission for. Routes name one; roles and scopes grant them. */
export const permissions = [
  'self',
  'live.read',
  'calls.read',
  'calls.write',
  'contacts.read',
  'contacts.write',
  'contacts.import',
  'employees.read',
  'employees.write',
  'pbx.read',
  'pbx.write',
  'settings.read',
  'settings.write',
  'keys.manage',
  'journal.read',
  'journal.write',
  'recordings.listen',
  'recordings.manage',
] as const;

export type Permission = (typeof permissions)[number];

const reading: readonly Permission[] = [
  'live.read',
  'calls.read',
  'contacts.read',
  'employees.read',
  'pbx.read',
  'recordings.listen',
];
const writing: readonly Permission[] = [...reading, 'calls.write', 'contacts.write'];

/** What each role may do. Which rows it sees is decided by the viewer, not here. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  admin: permissions,
  agent: ['self', ...writing],
};

/** What each scope of an API key may do; a key is nobody's self and never gets a browser phone. */
export const scopePermissions: Readonly<Record<ApiKeyScope, readonly Permission[]>> = {
  read: reading,
  write: [...writing, 'contacts.import'],
  admin: permissions.filter((permission) => permission !== 'self'),
};
