export { ApiKeysService } from './api-keys/api-keys.service';
export { type Actor, AuditService } from './audit/audit.service';
export { AuthModule } from './auth.module';
export { type DemoUser, demoUsers } from './demo-users';
export { EmployeesService } from './employees/employees.service';
export { type Permission, permissions, rolePermissions, scopePermissions } from './permissions';
export {
  type ApiKeyPrincipal,
  callsLimitedTo,
  type EmployeePrincipal,
  isAllowed,
  type Principal,
} from './principal';
export { sessionLifetime, SessionsService } from './sessions/sessions.service';
export { type Preparation, SetupService } from './setup/setup.service';
export { SignInService } from './sign-in/sign-in.service';
