import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** How another system calls a contact. */
@Entity('contact_external_ids')
@Unique(['contactId', 'source'])
export class ContactExternalIdEntity {
  @PrimaryColumn('text')
  source: string;

  @PrimaryColumn('text')
  externalId: string;

  @ForeignKey('contacts', { onDelete: 'CASCADE' })
  @Column('uuid')
  contactId: string;
}
