import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One number of a contact; contacts may share a number. */
@Entity('contact_phones')
@Index(['number'])
export class ContactPhoneEntity {
  @ForeignKey('contacts', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  contactId: string;

  /** E.164. */
  @PrimaryColumn('text')
  number: string;

  @Column('text', { nullable: true })
  label: string | null;

  /** Place in the order the user gave, from 0. */
  @Column('smallint')
  position: number;
}
