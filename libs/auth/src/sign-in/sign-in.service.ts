import { Injectable } from '@nestjs/common';
import { invalidCredentials } from '../auth.errors';
import { toPrincipal } from '../employees/employee.mapper';
import { EmployeesRepository } from '../employees/employees.repository';
import { hashPassword, isOutdated, verifyPassword } from '../employees/password';
import type { EmployeePrincipal } from '../principal';
import { LoginThrottle } from './login-throttle';

/** What somebody signs in with, and from where. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Network address of the browser. */
  readonly address: string;
}

/** Tells by e-mail and password who somebody is. */
@Injectable()
export class SignInService {
  constructor(
    private readonly employees: EmployeesRepository,
    private readonly throttle: LoginThrottle,
  ) {}

  /**
   * The employee these credentials belong to. Whether the e-mail is unknown, the password wrong or the employee
   * deactivated cannot be told apart, neither by the answer nor by its time.
   *
   * @throws DomainError `invalid_credentials`, `too_many_attempts`
   */
  async identify({ email, password, address }: Credentials): Promise<EmployeePrincipal> {
    const normalised = email.trim().toLowerCase();
    const attempt = await this.throttle.attempt(normalised, address);
    const employee = await this.employees.byEmail(normalised);
    const passwordHash = employee?.active ? employee.passwordHash : null;
    if (!(await verifyPassword(passwordHash, password)) || !employee || !passwordHash) {
      throw invalidCredentials();
    }
    await attempt.succeeded();
    if (isOutdated(passwordHash)) {
      await this.employees.setPasswordHash(employee.id, await hashPassword(password));
    }
    return toPrincipal(employee);
  }
}
