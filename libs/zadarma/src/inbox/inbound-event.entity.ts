import type { Routing } from '@callboard/contracts';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { InboundSource } from './dedupe-key';

/** One thing the PBX told us, stored raw before it is judged. Ids are bigint, so text in JavaScript. */
@Entity('inbound_events')
@Index('ix_inbound_events_unprocessed', ['id'], { where: 'processed_at IS NULL' })
export class InboundEvent {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  @Column({ type: 'text', unique: true })
  dedupeKey: string;

  @Column({ type: 'text' })
  source: InboundSource;

  @Column({ type: 'text' })
  event: string;

  @Index()
  @Column({ type: 'text', nullable: true })
  pbxCallId: string | null;

  @Column({ type: 'bytea', nullable: true })
  body: Buffer | null;

  /** Decoded fields; NUL, which jsonb cannot hold, is written as U+2400. */
  @Column({ type: 'jsonb' })
  fields: Record<string, string>;

  /** What we answered; null for events whose answer the PBX does not read. */
  @Column({ type: 'jsonb', nullable: true })
  answer: Routing['answer'] | null;

  @Column({ type: 'text', nullable: true })
  answerReason: Routing['reason'] | null;

  /** Whom the answer was about at that moment. */
  @Column({ type: 'jsonb', nullable: true })
  answerAbout: Pick<Routing, 'contactName' | 'employeeName' | 'extension'> | null;

  @Column({ type: 'timestamptz' })
  receivedAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  processedAt: Date | null;

  /** Why processing gave up on the event. */
  @Column({ type: 'text', nullable: true })
  error: string | null;
}
