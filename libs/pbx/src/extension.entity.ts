import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An internal number of the PBX. */
@Entity('extensions')
export class ExtensionEntity {
  @PrimaryColumn('text')
  number: string;

  @Column('text', { nullable: true })
  name: string | null;

  /** False once the PBX no longer lists it. */
  @Column('boolean')
  active: boolean;

  /** As last seen; null if never asked. */
  @Column('boolean', { nullable: true })
  online: boolean | null;

  @Column('timestamptz', { nullable: true })
  onlineSeenAt: Date | null;

  /** When its employee changed, until all its calls were folded again. */
  @Column('timestamptz', { nullable: true })
  refoldSince: Date | null;
}
