import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A customer: a person, a company, or a person of a company. */
@Entity('contacts')
@Index('ix_contacts_name', { synchronize: false })
@Index('ix_contacts_manager_id', { synchronize: false })
@Index('ix_contacts_search_text', { synchronize: false })
export class ContactEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  company: string | null;

  @ForeignKey('employees')
  @Column('uuid', { nullable: true })
  managerId: string | null;

  /** What `q` searches, see `contactSearchText`. One column, so that one trigram index serves every fragment. */
  @Column('text')
  searchText: string;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  updatedAt: Date;
}
