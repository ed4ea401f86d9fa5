import type { RecordingState } from '@callboard/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A 64-bit number, which the driver gives as text. */
const wholeNumber = {
  to: (value: number | null): number | null => value,
  from: (value: string | null): number | null => (value === null ? null : Number(value)),
};

/** One audio part of a call and where it is in its life (docs/adr/0013). Never holds a link: links are secrets. */
@Entity('recordings')
@Unique(['pbxCallId', 'partKey'])
@Index('ix_recordings_call_id', { synchronize: false })
@Index('ix_recordings_next_attempt_at', { synchronize: false })
@Index('ix_recordings_state', { synchronize: false })
@Index('ix_recordings_part_key', { synchronize: false })
export class RecordingEntity {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey('calls', { onDelete: 'CASCADE' })
  @Column('uuid')
  callId: string;

  @Column('text')
  pbxCallId: string;

  /** `<unix seconds>.<sequence>` of the PBX's id; null for a placeholder whose id nobody has told yet. */
  @Column('text', { nullable: true })
  partKey: string | null;

  /** From 1, in the order of recording. */
  @Column('integer')
  part: number;

  /** The id as the PBX gave it, to ask for the file with. */
  @Column('text', { nullable: true })
  sourceId: string | null;

  @Column('text')
  state: RecordingState;

  /** Why it is `missing` or `deleted`, or what went wrong last: a stable code. */
  @Column('text', { nullable: true })
  reason: string | null;

  /** Attempts on the present retry ladder. */
  @Column('integer', { default: 0 })
  fetchAttempts: number;

  /** Not to be asked for before; null until the call's end is known. */
  @Column('timestamptz', { nullable: true })
  availableFrom: Date | null;

  /** When to try next, or when the lease of the present attempt runs out; null if there is nothing to do. */
  @Column('timestamptz', { nullable: true })
  nextAttemptAt: Date | null;

  /** The attempt that works on it now. */
  @Column('uuid', { nullable: true })
  leaseId: string | null;

  /** Since when somebody waits to hear it. */
  @Column('timestamptz', { nullable: true })
  demandedAt: Date | null;

  /** Where the file is in the store. */
  @Column('text', { nullable: true })
  storageKey: string | null;

  @Column('text', { nullable: true })
  contentType: string | null;

  @Column('bigint', { nullable: true, transformer: wholeNumber })
  sizeBytes: number | null;

  @Column('double precision', { nullable: true })
  durationSeconds: number | null;

  @Column('text', { nullable: true })
  sha256: string | null;

  /** Kept whatever retention says. */
  @Column('boolean', { default: false })
  legalHold: boolean;

  @Column('timestamptz', { nullable: true })
  callEndedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  storedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  deletedAt: Date | null;

  /** Grows with every change of the row. */
  @Column('integer', { default: 1 })
  version: number;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  updatedAt: Date;
}
