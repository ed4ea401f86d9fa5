import type { CallRequestFailure, CallRequestState } from '@callboard/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A click-to-call wish. All moments are those of the database's clock, which every process shares. */
@Entity('call_requests')
@Unique(['callId'])
@Unique(['helperPbxCallId'])
@Index('ix_call_requests_employee_id', ['employeeId', 'requestedAt'])
@Index('ix_call_requests_extension', ['extension', 'diallingAt'])
@Index('ix_call_requests_open', ['requestedAt'], { where: 'ended_at IS NULL' })
export class CallRequestEntity {
  @PrimaryColumn('uuid')
  id: string;

  /** Grows with everything its employee could notice. */
  @Column('integer')
  version: number;

  @Column('text')
  state: CallRequestState;

  @ForeignKey('employees')
  @Column('uuid')
  employeeId: string;

  /** Rings first; null if the employee had none. */
  @Column('text', { nullable: true })
  extension: string | null;

  /** E.164, or as given where it is no number. */
  @Column('text')
  number: string;

  @ForeignKey('contacts', { onDelete: 'SET NULL' })
  @Index()
  @Column('uuid', { nullable: true })
  contactId: string | null;

  /** The call it became; each call comes from at most one wish. */
  @ForeignKey('calls', { onDelete: 'SET NULL' })
  @Column('uuid', { nullable: true })
  callId: string | null;

  /** The employee's own phone ringing: no call, unless the customer is dialled under the same id. */
  @Column('text', { nullable: true })
  helperPbxCallId: string | null;

  @Column('text', { nullable: true })
  failureCode: CallRequestFailure | null;

  /** The PBX's own words, where it gave any. */
  @Column('text', { nullable: true })
  failureDetail: string | null;

  @Column('timestamptz')
  requestedAt: Date;

  /** Committed before the PBX is asked: from here on it may ring. */
  @Column('timestamptz', { nullable: true })
  diallingAt: Date | null;

  /** When it came to its end, good or bad. */
  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  @Index()
  @Column('timestamptz')
  updatedAt: Date;
}
