import { Clock } from '@callboard/platform';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, LessThanOrEqual, Repository } from 'typeorm';
import { EmployeeEntity } from '../employees/employee.entity';
import { toPrincipal } from '../employees/employee.mapper';
import type { EmployeePrincipal } from '../principal';
import { hashToken } from '../secret-token';
import { SessionEntity } from './session.entity';

/** How long a session lives after its last renewal, in milliseconds. */
export const sessionLifetime = 14 * 24 * 3600 * 1000;
const renewalInterval = 3600 * 1000;

/** A session that holds now. */
export interface OpenSession {
  readonly principal: EmployeePrincipal;
  /** True once the session was not renewed for an hour: `renew` it, so that it ends 14 days after its last use. */
  readonly renewalDue: boolean;
}

/** Who is signed in where. */
@Injectable()
export class SessionsService {
  constructor(
    @InjectRepository(SessionEntity) private readonly sessions: Repository<SessionEntity>,
    private readonly clock: Clock,
  ) {}

  /** The session with this id, unless it is over or its employee was deactivated. */
  async find(id: string): Promise<OpenSession | null> {
    const now = this.clock.now();
    const { entities, raw } = await this.sessions.manager
      .createQueryBuilder(EmployeeEntity, 'employee')
      .innerJoin(SessionEntity, 'session', 'session.employeeId = employee.id')
      .addSelect('session.renewedAt', 'renewed_at')
      .where('session.idHash = :idHash AND session.expiresAt > :now AND employee.active')
      .setParameters({ idHash: hashToken(id), now })
      .getRawAndEntities<{ renewed_at: Date }>();
    const [employee] = entities;
    const [row] = raw;
    if (!employee || !row) {
      return null;
    }
    const renewalDue = now.getTime() - row.renewed_at.getTime() >= renewalInterval;
    return { principal: toPrincipal(employee), renewalDue };
  }

  /** Opens a session, and forgets those that are over. */
  async open(id: string, employeeId: string): Promise<void> {
    const now = this.clock.now();
    await this.sessions.delete({ expiresAt: LessThanOrEqual(now) });
    await this.sessions.insert({
      idHash: hashToken(id),
      employeeId,
      createdAt: now,
      renewedAt: now,
      expiresAt: this.expiry(now),
    });
  }

  /** Lets the session live 14 days from now; one that was ended meanwhile stays ended. */
  async renew(id: string): Promise<void> {
    const now = this.clock.now();
    await this.sessions.update({ idHash: hashToken(id) }, { renewedAt: now, expiresAt: this.expiry(now) });
  }

  async end(id: string): Promise<void> {
    await this.sessions.delete({ idHash: hashToken(id) });
  }

  async endAllOf(employeeId: string, manager: EntityManager): Promise<void> {
    await manager.delete(SessionEntity, { employeeId });
  }

  private expiry(now: Date): Date {
    return new Date(now.getTime() + sessionLifetime);
  }
}
