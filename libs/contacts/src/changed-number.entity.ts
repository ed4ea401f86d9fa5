import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A number whose calls nobody has matched again since contacts changed; written with the change, so never lost. */
@Entity('changed_numbers')
export class ChangedNumberEntity {
  /** E.164. */
  @PrimaryColumn('text')
  number: string;

  /** The latest change; tells a later one from the one that was followed up. */
  @Column('timestamptz')
  changedAt: Date;
}
