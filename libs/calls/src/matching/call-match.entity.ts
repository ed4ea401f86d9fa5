import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A contact a call may be with. The one at position 0 is shown; nothing of it is part of the fold. */
@Entity('call_matches')
@Index('ix_call_matches_contact_id', { synchronize: false })
export class CallMatchEntity {
  @ForeignKey('calls', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  callId: string;

  @ForeignKey('contacts', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  contactId: string;

  @Column('smallint')
  position: number;

  /** Somebody chose it, for this call or for its number before. */
  @Column('boolean')
  chosen: boolean;

  /** The call's start, repeated so that one contact's calls are read in order. */
  @Column('timestamptz')
  startedAt: Date;
}
