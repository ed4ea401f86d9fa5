import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKeyEntity } from './api-keys/api-key.entity';
import { ApiKeysService } from './api-keys/api-keys.service';
import { AuditEntryEntity } from './audit/audit-entry.entity';
import { AuditService } from './audit/audit.service';
import { EmployeeEntity } from './employees/employee.entity';
import { EmployeesRepository } from './employees/employees.repository';
import { EmployeesService } from './employees/employees.service';
import { SessionEntity } from './sessions/session.entity';
import { SessionsService } from './sessions/sessions.service';
import { SetupTokenEntity } from './setup/setup-token.entity';
import { SetupService } from './setup/setup.service';
import { LoginThrottle } from './sign-in/login-throttle';
import { SignInService } from './sign-in/sign-in.service';

/** Who may use Callboard, and as whom. Needs `PlatformModule` and `DatabaseModule`. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      ApiKeyEntity,
      AuditEntryEntity,
      EmployeeEntity,
      SessionEntity,
      SetupTokenEntity,
    ]),
  ],
  providers: [
    ApiKeysService,
    AuditService,
    EmployeesRepository,
    EmployeesService,
    LoginThrottle,
    SessionsService,
    SetupService,
    SignInService,
  ],
  exports: [ApiKeysService, AuditService, EmployeesService, SessionsService, SetupService, SignInService],
})
export class AuthModule {}
