import type { SetupBody } from '@callboard/contracts';
import { Transactions } from '@callboard/database';
import { Clock, newId } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, Repository } from 'typeorm';
import { setupDone, setupTokenWrong } from '../auth.errors';
import { AuditService } from '../audit/audit.service';
import { EmployeeEntity } from '../employees/employee.entity';
import { toPrincipal } from '../employees/employee.mapper';
import { EmployeesRepository } from '../employees/employees.repository';
import { hashPassword } from '../employees/password';
import type { EmployeePrincipal } from '../principal';
import { hashToken, newSecretToken } from '../secret-token';
import { SetupTokenEntity } from './setup-token.entity';

// Processes that start together set up one after the other.
const setupLock = 7_262_055_002;

/** What a starting process does about the first administrator. */
export type Preparation =
  | { readonly state: 'ready' }
  | { readonly state: 'administrator_created'; readonly email: string }
  /** `token` opens the first-run page; show it to whoever runs the server. */
  | { readonly state: 'waiting'; readonly token: string };

/** Brings the first administrator into being. */
@Injectable()
export class SetupService {
  constructor(
    @InjectRepository(SetupTokenEntity) private readonly tokens: Repository<SetupTokenEntity>,
    private readonly employees: EmployeesRepository,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** True while nobody can sign in as administrator. */
  async isNeeded(): Promise<boolean> {
    return !(await this.employees.hasAdministrator());
  }

  /**
   * To be called at each start. If there is no administrator, creates the given one, or else a new one-time token.
   *
   * Each process makes a token of its own, so that the one in the newest log always holds.
   */
  async prepare(given: { email: string; password: string } | null): Promise<Preparation> {
    if (!(await this.isNeeded())) {
      return { state: 'ready' };
    }
    const passwordHash = given && (await hashPassword(given.password));
    return this.transactions.run(async (manager): Promise<Preparation> => {
      if (!(await this.lockWhileNeeded(manager))) {
        return { state: 'ready' };
      }
      if (given && passwordHash) {
        const email = given.email.toLowerCase();
        await this.createAdministrator(manager, { name: 'Administrator', email, passwordHash });
        return { state: 'administrator_created', email };
      }
      const token = newSecretToken();
      await manager.insert(SetupTokenEntity, { tokenHash: hashToken(token), createdAt: this.clock.now() });
      return { state: 'waiting', token };
    });
  }

  /** Creates the first administrator. @throws DomainError `setup_done`, `setup_token_wrong` */
  async complete({ token, name, email, password }: SetupBody): Promise<EmployeePrincipal> {
    const passwordHash = await this.hashIfTokenFits(token, password);
    return this.transactions.run(async (manager) => {
      if (!(await this.lockWhileNeeded(manager))) {
        throw setupDone();
      }
      return toPrincipal(await this.createAdministrator(manager, { name, email, passwordHash }));
    });
  }

  /** Strangers must not make the server hash passwords, so the token comes first. */
  private async hashIfTokenFits(token: string, password: string): Promise<string> {
    if (!(await this.isNeeded())) {
      throw setupDone();
    }
    if (!(await this.tokens.existsBy({ tokenHash: hashToken(token) }))) {
      throw setupTokenWrong();
    }
    return hashPassword(password);
  }

  private async lockWhileNeeded(manager: EntityManager): Promise<boolean> {
    await manager.query(`SELECT pg_advisory_xact_lock($1)`, [setupLock]);
    return !(await this.employees.hasAdministrator(manager));
  }

  /** An employee with this e-mail, who then is no administrator, becomes one. */
  private async createAdministrator(
    manager: EntityManager,
    { name, email, passwordHash }: { name: string; email: string; passwordHash: string },
  ): Promise<EmployeeEntity> {
    const fields = { name, email, passwordHash, role: 'admin', active: true } as const;
    const known = await manager.findOneBy(EmployeeEntity, { email });
    const employee = known
      ? await this.employees.update(manager, known.id, fields)
      : await this.employees.insert(manager, { id: newId(), ...fields });
    await manager.deleteAll(SetupTokenEntity);
    await this.audit.record(
      manager,
      { kind: 'system', name: 'first-run set-up' },
      {
        action: 'employee.created',
        targetType: 'employee',
        targetId: employee.id,
        details: { name, email, role: 'admin' },
      },
    );
    return employee;
  }
}
