import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One walk over the recordings that are older than the limit. */
@Entity('retention_runs')
@Index('ix_retention_runs_started_at', { synchronize: false })
export class RetentionRunEntity {
  @PrimaryColumn('uuid')
  id: string;

  /** The limit as it was set when the run began. */
  @Column('integer')
  retentionDays: number;

  /** Whether a person asked for it. */
  @Column('boolean')
  asked: boolean;

  @Column('timestamptz')
  startedAt: Date;

  /** When somebody must take it up again; null once it is finished. */
  @Column('timestamptz', { nullable: true })
  continueAt: Date | null;

  @Column('timestamptz', { nullable: true })
  finishedAt: Date | null;
}
