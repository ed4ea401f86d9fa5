import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A word somebody put on a call. */
@Entity('call_tags')
@Index('ix_call_tags_tag', { synchronize: false })
export class CallTagEntity {
  @ForeignKey('calls', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  callId: string;

  @PrimaryColumn('text')
  tag: string;

  /** The call's start, repeated so that the calls of a tag are read in order. */
  @Column('timestamptz')
  startedAt: Date;
}
