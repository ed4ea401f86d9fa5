import { createTestDatabase, openTestDataSource } from '@callboard/testing';
import { ApiKeyEntity } from './api-keys/api-key.entity';
import { AuditEntryEntity } from './audit/audit-entry.entity';
import { demoUsers } from './demo-users';
import { EmployeeEntity } from './employees/employee.entity';
import { SessionEntity } from './sessions/session.entity';
import { SetupTokenEntity } from './setup/setup-token.entity';

describe('the tables of auth', () => {
  it('are as the entities say', async () => {
    const database = await createTestDatabase();
    const source = await openTestDataSource(database.url, [
      ApiKeyEntity,
      AuditEntryEntity,
      EmployeeEntity,
      SessionEntity,
      SetupTokenEntity,
    ]);
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await source.destroy();
    await database.drop();
  });
});

describe('the users of the demo', () => {
  it('include both roles, each with an address of its own that nobody can own', () => {
    expect(new Set(demoUsers.map(({ role }) => role))).toEqual(new Set(['admin', 'agent']));
    expect(new Set(demoUsers.map(({ email }) => email)).size).toBe(demoUsers.length);
    expect(demoUsers.every(({ email }) => email.endsWith('.example'))).toBe(true);
    expect(demoUsers.every(({ password }) => password.length >= 10)).toBe(true);
  });
});
