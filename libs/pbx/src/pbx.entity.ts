import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

export type SyncState = 'idle' | 'running' | 'done' | 'failed';

/** The one PBX of the account, and how far the last fetch from it came. Its only row is made by the migration. */
@Entity('pbx')
@Check('only_row')
export class PbxEntity {
  @PrimaryColumn('boolean', { default: true })
  onlyRow: boolean;

  @Column('text', { nullable: true })
  pbxId: string | null;

  @Column('text', { default: 'idle' })
  syncState: SyncState;

  @Column('integer', { default: 0 })
  syncDone: number;

  @Column('integer', { default: 0 })
  syncTotal: number;

  /** Last sign of life of a running fetch. */
  @Column('timestamptz', { nullable: true })
  syncProgressAt: Date | null;

  @Column('timestamptz', { nullable: true })
  syncFinishedAt: Date | null;

  @Column('text', { nullable: true })
  syncFailureCode: string | null;

  @Column('text', { nullable: true })
  syncFailureMessage: string | null;
}
