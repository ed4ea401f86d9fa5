import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Why a delivery was not taken into the inbox. */
export type RefusalReason =
  | 'signature_missing'
  | 'signature_wrong'
  | 'no_secret'
  | 'unknown_event'
  | 'unverifiable_event'
  | 'content_type'
  | 'malformed'
  | 'too_large';

/** A delivery that was not believed; kept to help find out why, never acted on. */
@Entity('refused_deliveries')
export class RefusedDelivery {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  @Column({ type: 'text' })
  reason: RefusalReason;

  @Column({ type: 'text', nullable: true })
  event: string | null;

  @Column({ type: 'text', nullable: true })
  pbxCallId: string | null;

  @Column({ type: 'text', nullable: true })
  contentType: string | null;

  /** The first 2 KB. */
  @Column({ type: 'bytea' })
  body: Buffer;

  @Column({ type: 'timestamptz' })
  receivedAt: Date;
}
