import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One section of the settings as a document, its secret sealed apart from it. */
@Entity('settings')
export class Setting {
  @PrimaryColumn({ type: 'text' })
  section: string;

  @Column({ type: 'jsonb' })
  value: unknown;

  @Column({ type: 'text', nullable: true })
  secret: string | null;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  updatedAt: Date;
}
