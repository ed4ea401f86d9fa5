import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A token printed by one start of one process. All hold until the first administrator is there. */
@Entity('setup_tokens')
export class SetupTokenEntity {
  @PrimaryColumn('text')
  tokenHash: string;

  @Column('timestamptz')
  createdAt: Date;
}
