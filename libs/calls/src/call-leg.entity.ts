import type { CallLeg } from '@callboard/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One extension's part in a call, from the fold. */
@Entity('call_legs')
@Index('ix_call_legs_employee_id', { synchronize: false })
@Index('ix_call_legs_extension', ['extension', 'callId'])
export class CallLegEntity {
  @ForeignKey('calls', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  callId: string;

  @PrimaryColumn('text')
  extension: string;

  @ForeignKey('employees')
  @Column('uuid', { nullable: true })
  employeeId: string | null;

  @Column('timestamptz', { nullable: true })
  rangAt: Date | null;

  @Column('timestamptz', { nullable: true })
  answeredAt: Date | null;

  @Column('text', { nullable: true })
  transferFrom: string | null;

  @Column('text')
  result: CallLeg['result'];

  /** The call's start, repeated so that one employee's calls are read in order. */
  @Column('timestamptz')
  startedAt: Date;
}
