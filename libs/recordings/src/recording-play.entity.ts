import type { RecordingPlay } from '@callboard/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One line of the listen log: who was given a recording, for what and how. */
@Entity('recording_plays')
@Index('ix_recording_plays_at', { synchronize: false })
@Index('ix_recording_plays_recording_id', { synchronize: false })
@Index('ix_recording_plays_employee_id', { synchronize: false })
export class RecordingPlayEntity {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey('recordings', { onDelete: 'CASCADE' })
  @Column('uuid')
  recordingId: string;

  @ForeignKey('employees')
  @Column('uuid', { nullable: true })
  employeeId: string | null;

  /** Null also once the key was deleted. */
  @ForeignKey('api_keys', { onDelete: 'SET NULL' })
  @Column('uuid', { nullable: true })
  apiKeyId: string | null;

  @Column('text')
  purpose: RecordingPlay['purpose'];

  @Column('text')
  mode: RecordingPlay['mode'];

  @Column('timestamptz')
  at: Date;

  /** The address to download from was given out, and nobody has begun to read there. */
  @Column('boolean', { default: false })
  awaitsFile: boolean;
}
