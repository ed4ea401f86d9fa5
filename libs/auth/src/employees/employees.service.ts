import type {
  CreateEmployeeBody,
  Employee,
  Language,
  Me,
  Page,
  UpdateEmployeeBody,
} from '@callboard/contracts';
import { Transactions } from '@callboard/database';
import { newId } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { employeeNotFound, lastAdmin } from '../auth.errors';
import { type Actor, AuditService } from '../audit/audit.service';
import { SessionsService } from '../sessions/sessions.service';
import { decodeCursor, encodeCursor } from './employee-cursor';
import type { EmployeeEntity } from './employee.entity';
import { toEmployee } from './employee.mapper';
import { EmployeesRepository } from './employees.repository';
import { hashPassword } from './password';

/** The people of the company and what they may do. */
@Injectable()
export class EmployeesService {
  constructor(
    private readonly employees: EmployeesRepository,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
  ) {}

  /** By name. @throws DomainError `cursor_not_valid` */
  async list({ cursor, limit }: { cursor?: string; limit: number }): Promise<Page<Employee>> {
    const rows = await this.employees.page(cursor === undefined ? null : decodeCursor(cursor), limit + 1);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(toEmployee),
      nextCursor: last && rows.length > limit ? encodeCursor([last.name, last.id]) : null,
    };
  }

  /** @throws DomainError `employee_not_found` */
  async get(id: string): Promise<Employee> {
    return toEmployee(await this.found(id));
  }

  /** What employees see of themselves, but for their extensions. @throws DomainError `employee_not_found` */
  async profile(id: string): Promise<Omit<Me, 'extensions' | 'defaultCountry'>> {
    const { name, email, role, language } = await this.found(id);
    return { id, name, email, role, language };
  }

  async chooseLanguage(id: string, language: Language): Promise<void> {
    await this.employees.setLanguage(id, language);
  }

  /** @throws DomainError `email_taken` */
  async create(body: CreateEmployeeBody, actor: Actor): Promise<Employee> {
    const { password, ...fields } = body;
    const passwordHash = password === undefined ? null : await hashPassword(password);
    return this.transactions.run(async (manager) => {
      const employee = await this.employees.insert(manager, { id: newId(), ...fields, passwordHash });
      await this.audit.record(manager, actor, {
        action: 'employee.created',
        targetType: 'employee',
        targetId: employee.id,
        details: { ...fields, passwordSet: password !== undefined },
      });
      return toEmployee(employee);
    });
  }

  /**
   * Absent fields keep their value. A new password or role, or deactivation, ends all sessions of the employee.
   *
   * @throws DomainError `employee_not_found`, `email_taken`, `last_admin`
   */
  async update(id: string, body: UpdateEmployeeBody, actor: Actor): Promise<Employee> {
    const { password, ...fields } = body;
    const passwordHash = password === undefined ? undefined : await hashPassword(password);
    return this.transactions.run(async (manager) => {
      await this.keepAnAdministrator(manager, id, body);
      const before = await this.found(id, manager);
      const change = { ...withoutAbsent(fields), ...(passwordHash !== undefined && { passwordHash }) };
      const after = await this.employees.update(manager, id, change);
      if (passwordHash !== undefined || after.role !== before.role || !after.active) {
        await this.sessions.endAllOf(id, manager);
      }
      await this.audit.record(manager, actor, {
        action: 'employee.updated',
        targetType: 'employee',
        targetId: id,
        details: { ...withoutAbsent(fields), ...(passwordHash !== undefined && { passwordSet: true }) },
      });
      return toEmployee(after);
    });
  }

  private async keepAnAdministrator(
    manager: EntityManager,
    id: string,
    body: UpdateEmployeeBody,
  ): Promise<void> {
    if (body.role !== 'agent' && body.active !== false) {
      return;
    }
    const administrators = await this.employees.lockAdministrators(manager);
    if (administrators.length === 1 && administrators[0] === id) {
      throw lastAdmin();
    }
  }

  private async found(id: string, manager?: EntityManager): Promise<EmployeeEntity> {
    const employee = await this.employees.byId(id, manager);
    if (!employee) {
      throw employeeNotFound(id);
    }
    return employee;
  }
}

/** Without the keys whose value is undefined: TypeORM and the audit would show them. */
function withoutAbsent<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
