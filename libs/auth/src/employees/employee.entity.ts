import type { Language, Role } from '@callboard/contracts';
import { Check, Column, CreateDateColumn, Entity, PrimaryColumn, Unique, UpdateDateColumn } from 'typeorm';

/** A person of the company. Never deleted: calls and contacts refer to them; deactivated instead. */
@Entity('employees')
@Unique('uq_employees_email', ['email'])
@Check('ck_employees_role', `role IN ('admin', 'agent')`)
@Check('ck_employees_email', `email = lower(email)`)
export class EmployeeEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  /** Lower case. */
  @Column('text')
  email: string;

  @Column('text')
  role: Role;

  /** argon2id in PHC form; null for people who do not sign in. */
  @Column('text', { nullable: true, select: false })
  passwordHash: string | null;

  @Column('boolean', { default: true })
  active: boolean;

  @Column('text', { nullable: true })
  language: Language | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}
