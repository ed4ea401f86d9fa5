import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A signed-in browser. Whoever reads this table cannot sign in with it: the id is stored as a hash. */
@Entity('sessions')
export class SessionEntity {
  @PrimaryColumn('text')
  idHash: string;

  @Index()
  @ForeignKey('employees', { onDelete: 'CASCADE' })
  @Column('uuid')
  employeeId: string;

  @Column('timestamptz')
  createdAt: Date;

  /** When `expiresAt` was last moved. */
  @Column('timestamptz')
  renewedAt: Date;

  @Index()
  @Column('timestamptz')
  expiresAt: Date;
}
