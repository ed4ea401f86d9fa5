import { Column, Entity, Exclusion, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Whose an extension was from `validFrom` (null = since ever) until before `validTo` (null = still). */
@Entity('extension_assignments')
@Exclusion(
  'ex_extension_assignments_one_at_a_time',
  'USING gist (extension WITH =, tstzrange(valid_from, valid_to) WITH &&)',
)
export class ExtensionAssignmentEntity {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey('extensions')
  @Column('text')
  extension: string;

  @ForeignKey('employees')
  @Index()
  @Column('uuid')
  employeeId: string;

  @Column('timestamptz', { nullable: true })
  validFrom: Date | null;

  @Column('timestamptz', { nullable: true })
  validTo: Date | null;
}
