import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What somebody wrote about a call. */
@Entity('call_notes')
@Index('ix_call_notes_call_id', ['callId', 'createdAt'])
export class CallNoteEntity {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey('calls', { onDelete: 'CASCADE' })
  @Column('uuid')
  callId: string;

  @Column('text')
  text: string;

  /** Null if another system wrote it. */
  @ForeignKey('employees')
  @Column('uuid', { nullable: true })
  authorId: string | null;

  @Column('timestamptz')
  createdAt: Date;
}
