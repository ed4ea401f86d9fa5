import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who changed what, and when. Never changed or removed. */
@Entity('audit_entries')
export class AuditEntryEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Index()
  @Column('timestamptz')
  at: Date;

  @Column('text')
  actorKind: 'employee' | 'apiKey' | 'system';

  @Column('uuid', { nullable: true })
  actorId: string | null;

  /** As it was then: people and keys are renamed and deleted. */
  @Column('text')
  actorName: string;

  @Column('text')
  action: string;

  @Column('text')
  targetType: string;

  @Column('text', { nullable: true })
  targetId: string | null;

  @Column('jsonb', { default: {} })
  details: object;
}
