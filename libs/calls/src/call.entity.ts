import type { CallDirection, CallReason, CallStatus, Routing, TimelineEntry } from '@callboard/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A step as stored: moments as ISO 8601. */
export interface StoredTimelineEntry {
  readonly at: string;
  readonly kind: TimelineEntry['kind'];
  readonly extension: string | null;
  readonly detail: string | null;
}

/**
 * A call as its events describe it. Everything but `version`, `createdAt` and `updatedAt` is the same after a rebuild:
 * it comes from the fold, and what is said of helper legs from the folded calls.
 */
@Entity('calls')
@Unique(['pbxCallId'])
@Index('ix_calls_started_at', { synchronize: false })
@Index('ix_calls_direction', { synchronize: false })
@Index('ix_calls_status', { synchronize: false })
@Index('ix_calls_employee_id', { synchronize: false })
@Index('ix_calls_extension', { synchronize: false })
@Index('ix_calls_external_number', { synchronize: false })
@Index('ix_calls_has_recording', { synchronize: false })
@Index('ix_calls_external_number_part', { synchronize: false })
@Index('ix_calls_own_phone_only', { synchronize: false })
@Index('ix_calls_helper_of_id', { synchronize: false })
@Index('ix_calls_recorded_helpers', { synchronize: false })
export class CallEntity {
  @PrimaryColumn('uuid')
  id: string;

  /** Grows with everything a viewer of the call could notice. */
  @Column('integer')
  version: number;

  @Column('text')
  pbxCallId: string;

  @Column('text')
  direction: CallDirection;

  /** False while an outgoing call only rang the employee's own phone. */
  @Column('boolean', { default: true })
  customerDialled: boolean;

  @Column('text')
  status: CallStatus;

  @Column('text', { nullable: true })
  reason: CallReason | null;

  @Column('text', { nullable: true })
  disposition: string | null;

  @Column('timestamptz')
  startedAt: Date;

  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  @Column('integer', { nullable: true })
  durationSeconds: number | null;

  /** E.164. */
  @Column('text', { nullable: true })
  externalNumber: string | null;

  @Column('text', { nullable: true })
  externalNumberRaw: string | null;

  @Column('text', { nullable: true })
  lineNumber: string | null;

  @Column('text', { nullable: true })
  extension: string | null;

  @ForeignKey('employees')
  @Column('uuid', { nullable: true })
  employeeId: string | null;

  @Column('boolean')
  hasRecording: boolean;

  /** The PBX's ids of the recorded parts, oldest first. */
  @Column('jsonb')
  recordingIds: string[];

  @Column('jsonb', { nullable: true })
  routing: Routing | null;

  @Column('jsonb')
  timeline: StoredTimelineEntry[];

  /** The call with the customer whose helper leg this turned out to be; such a leg is shown nowhere as a call. */
  @ForeignKey('calls')
  @Column('uuid', { nullable: true })
  helperOfId: string | null;

  /** The start of that call, so that calls are found by their legs in the order of the list. */
  @Column('timestamptz', { nullable: true })
  helperOfStartedAt: Date | null;

  @Column('timestamptz')
  createdAt: Date;

  /** By the database's clock, so that all processes agree on what changed since when. */
  @Index()
  @Column('timestamptz')
  updatedAt: Date;
}
