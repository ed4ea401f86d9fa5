import type { Transcript, TranscriptPhrase } from '@callboard/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What was said in a recording, or how far the PBX is with it. Goes with the recording: it is its content. */
@Entity('recording_transcripts')
@Index('ix_recording_transcripts_words', { synchronize: false })
@Index('ix_recording_transcripts_next_attempt_at', { synchronize: false })
export class RecordingTranscriptEntity {
  @ForeignKey('recordings', { onDelete: 'CASCADE' })
  @PrimaryColumn('uuid')
  recordingId: string;

  @ForeignKey('calls', { onDelete: 'CASCADE' })
  @Index()
  @Column('uuid')
  callId: string;

  @Column('text')
  state: Exclude<Transcript['state'], 'none'>;

  /** Why it failed or is not available, or what went wrong last: a stable code. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text', { nullable: true })
  language: string | null;

  @Column('jsonb')
  phrases: TranscriptPhrase[];

  /** The folded words of all phrases, for the search. */
  @Column('tsvector')
  words: string;

  /** False if only a notification made us look: then no paid recognition is started. */
  @Column('boolean')
  asked: boolean;

  /** Whether the recognition was started by us. */
  @Column('boolean')
  started: boolean;

  @Column('integer')
  attempts: number;

  @Column('timestamptz')
  requestedAt: Date;

  /** When to ask next, or when the present attempt counts as dead; null if there is nothing to do. */
  @Column('timestamptz', { nullable: true })
  nextAttemptAt: Date | null;

  @Column('timestamptz', { nullable: true })
  readyAt: Date | null;
}
