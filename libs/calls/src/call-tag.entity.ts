import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A word somebody put on a call. */
@Entity('call_tags')
@Index('ix_call_tags_tag', ['tag', 'callId'])
export class CallTagEntity {
  @ForeignKey('calls', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  callId: string;

  @PrimaryColumn('text')
  tag: string;
}
