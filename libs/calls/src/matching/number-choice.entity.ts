import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Whom people mean by a number that several contacts have, for calls after the choice. */
@Entity('number_choices')
export class NumberChoiceEntity {
  /** E.164. */
  @PrimaryColumn('text')
  number: string;

  @ForeignKey('contacts', { onDelete: 'CASCADE' })
  @Index()
  @Column('uuid')
  contactId: string;

  @Column('timestamptz')
  chosenAt: Date;
}
