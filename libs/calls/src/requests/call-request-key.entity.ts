import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** An `Idempotency-Key`, what it was sent with, and the wish it stands for: several keys may mean one wish. */
@Entity('call_request_keys')
export class CallRequestKeyEntity {
  @ForeignKey('employees')
  @PrimaryColumn('uuid')
  employeeId: string;

  @PrimaryColumn('text')
  key: string;

  @ForeignKey('call_requests', { onDelete: 'CASCADE' })
  @Index()
  @Column('uuid')
  callRequestId: string;

  @Column('text')
  number: string;

  /** As sent; the contact may be gone since. */
  @Column('uuid', { nullable: true })
  contactId: string | null;
}
