import { permissions } from './permissions';
import { callsLimitedTo, isAllowed, type Principal } from './principal';

const id = '0196f000-0000-7000-8000-000000000000';
const admin: Principal = { kind: 'employee', id, name: 'A', role: 'admin' };
const agent: Principal = { kind: 'employee', id, name: 'B', role: 'agent' };
const key = (scope: 'read' | 'write' | 'admin'): Principal => ({ kind: 'apiKey', id, name: 'K', scope });

describe('permissions', () => {
  it('let an administrator do everything', () => {
    expect(permissions.every((permission) => isAllowed(admin, permission))).toBe(true);
  });

  it('keep agents from settings, keys, the journal, the listen log, imports and changes to people and the PBX', () => {
    const refused = permissions.filter((permission) => !isAllowed(agent, permission));
    expect(refused.sort()).toEqual([
      'contacts.import',
      'employees.write',
      'journal.read',
      'journal.write',
      'keys.manage',
      'pbx.write',
      'recordings.manage',
      'settings.read',
      'settings.write',
    ]);
  });

  it('grow with the scope of a key, and make no key somebody', () => {
    const granted = (scope: 'read' | 'write' | 'admin') =>
      permissions.filter((permission) => isAllowed(key(scope), permission));
    expect(granted('write')).toEqual(expect.arrayContaining(granted('read')));
    expect(granted('admin')).toEqual(expect.arrayContaining(granted('write')));
    expect(granted('read').every((permission) => /\.(read|listen)$/.test(permission))).toBe(true);
    expect(granted('admin')).not.toContain('self');
  });

  it('show agents their own calls only', () => {
    expect(callsLimitedTo(agent)).toBe(id);
    expect([admin, key('read'), key('write')].map(callsLimitedTo)).toEqual([null, null, null]);
  });
});
