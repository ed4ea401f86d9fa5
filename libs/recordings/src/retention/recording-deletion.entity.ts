import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The decision to delete a recording, what is still to be done about it, and the proof of what was done. */
@Entity('recording_deletions')
@Index('ix_recording_deletions_next_attempt_at', { synchronize: false })
export class RecordingDeletionEntity {
  @ForeignKey('recordings', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  recordingId: string;

  /** Null if a person deleted it. */
  @ForeignKey('retention_runs')
  @Index()
  @Column('uuid', { nullable: true })
  runId: string | null;

  @Column('timestamptz')
  decidedAt: Date;

  /** Where our file was; null if there was none. */
  @Column('text', { nullable: true })
  storageKey: string | null;

  @Column('timestamptz', { nullable: true })
  fileRemovedAt: Date | null;

  /** Whether the PBX's copy is to go as well. */
  @Column('boolean')
  atSource: boolean;

  @Column('timestamptz', { nullable: true })
  sourceDeletedAt: Date | null;

  @Column('integer')
  attempts: number;

  /** What went wrong last: a stable code. */
  @Column('text', { nullable: true })
  lastError: string | null;

  /** When to try again; null if all is done, or if it was given up. */
  @Column('timestamptz', { nullable: true })
  nextAttemptAt: Date | null;
}
