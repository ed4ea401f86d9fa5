import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, Not, QueryFailedError, Repository } from 'typeorm';
import { emailTaken } from '../auth.errors';
import type { EmployeePosition } from './employee-cursor';
import { EmployeeEntity } from './employee.entity';

// People are read in the order of a dictionary; the database's own order puts Ł after Z.
const nameOrder = `employee.name COLLATE "und-x-icu"`;

/** The only place with queries on employees. */
@Injectable()
export class EmployeesRepository {
  constructor(@InjectRepository(EmployeeEntity) private readonly employees: Repository<EmployeeEntity>) {}

  /** Up to `limit` employees after `after`, by name. */
  page(after: EmployeePosition | null, limit: number): Promise<EmployeeEntity[]> {
    const query = this.employees.createQueryBuilder('employee');
    if (after) {
      const [name, id] = after;
      query.where(`(${nameOrder}, employee.id) > (:name, :id)`, { name, id });
    }
    return query.orderBy(nameOrder).addOrderBy('employee.id').limit(limit).getMany();
  }

  byId(id: string, manager: EntityManager = this.employees.manager): Promise<EmployeeEntity | null> {
    return manager.findOneBy(EmployeeEntity, { id });
  }

  /** With the password's hash. */
  byEmail(email: string): Promise<EmployeeEntity | null> {
    return this.employees
      .createQueryBuilder('employee')
      .addSelect('employee.passwordHash')
      .where({ email })
      .getOne();
  }

  async setPasswordHash(id: string, passwordHash: string): Promise<void> {
    await this.employees.update({ id }, { passwordHash });
  }

  async setLanguage(id: string, language: EmployeeEntity['language']): Promise<void> {
    await this.employees.update({ id }, { language });
  }

  /** The administrators who can sign in, locked until the transaction ends; ids in ascending order. */
  async lockAdministrators(manager: EntityManager): Promise<string[]> {
    const rows = await manager.find(EmployeeEntity, {
      select: { id: true },
      where: { role: 'admin', active: true, passwordHash: Not(IsNull()) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    return rows.map(({ id }) => id);
  }

  hasAdministrator(manager: EntityManager = this.employees.manager): Promise<boolean> {
    return manager.existsBy(EmployeeEntity, { role: 'admin', active: true, passwordHash: Not(IsNull()) });
  }

  /** @throws DomainError `email_taken` */
  async insert(manager: EntityManager, employee: NewEmployee): Promise<EmployeeEntity> {
    await refusingTakenEmails(manager.insert(EmployeeEntity, employee));
    return manager.findOneByOrFail(EmployeeEntity, { id: employee.id });
  }

  /** @throws DomainError `email_taken` */
  async update(manager: EntityManager, id: string, change: Partial<NewEmployee>): Promise<EmployeeEntity> {
    if (Object.keys(change).length > 0) {
      await refusingTakenEmails(manager.update(EmployeeEntity, { id }, change));
    }
    return manager.findOneByOrFail(EmployeeEntity, { id });
  }
}

/** What an employee is made of. */
export type NewEmployee = Pick<EmployeeEntity, 'id' | 'name' | 'email' | 'role' | 'passwordHash' | 'active'>;

async function refusingTakenEmails(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    const { constraint } = (error instanceof QueryFailedError ? error.driverError : {}) as {
      constraint?: string;
    };
    throw constraint === 'uq_employees_email' ? emailTaken() : error;
  }
}
