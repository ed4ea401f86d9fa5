import type { CallDirection, RecordingState, Transcript, TranscriptPhrase } from '@callboard/contracts';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { AwaitedTranscript } from './after-look';
import { RecordingTranscriptEntity } from './recording-transcript.entity';

/** A recording as far as a transcript of it is concerned. */
export interface TranscribedRecording {
  readonly id: string;
  readonly callId: string;
  readonly state: RecordingState;
  readonly sourceId: string | null;
}

/** A transcript that is being worked on. */
export type ClaimedTranscript = AwaitedTranscript & {
  readonly recordingId: string;
  readonly callId: string;
  readonly sourceId: string | null;
  readonly direction: CallDirection;
};

/** What a notification says it is about; either id may be missing. */
export interface NamedRecording {
  readonly pbxCallId: string | null;
  readonly partKey: string | null;
}

/** Rows of transcripts. */
@Injectable()
export class TranscriptsRepository {
  constructor(private readonly manager: EntityManager) {}

  async recording(id: string, manager = this.manager): Promise<TranscribedRecording | undefined> {
    const [row] = await manager.query<TranscribedRecording[]>(
      `SELECT id, call_id AS "callId", state, source_id AS "sourceId" FROM recordings WHERE id = $1`,
      [id],
    );
    return row;
  }

  /** Recordings that are there and have the ids of a notification; a part it names is one recording. */
  named({ pbxCallId, partKey }: NamedRecording): Promise<TranscribedRecording[]> {
    return this.manager.query<TranscribedRecording[]>(
      `SELECT id, call_id AS "callId", state, source_id AS "sourceId" FROM recordings
       WHERE ($1::text IS NULL OR pbx_call_id = $1) AND ($2::text IS NULL OR part_key = $2)
         AND ($1 IS NOT NULL OR $2 IS NOT NULL) AND source_id IS NOT NULL
         AND state NOT IN ('missing', 'deleted') ORDER BY part LIMIT 20`,
      [pbxCallId, partKey],
    );
  }

  find(recordingId: string): Promise<RecordingTranscriptEntity | null> {
    return this.manager.findOneBy(RecordingTranscriptEntity, { recordingId });
  }

  /** A person wants a transcript; false if one is there, or on its way for a person, already. */
  async want({ id, callId }: TranscribedRecording, now: Date, manager: EntityManager): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `INSERT INTO recording_transcripts AS t (recording_id, call_id, state, phrases, words, asked, started, attempts,
         requested_at, next_attempt_at)
       VALUES ($1, $2, 'requested', '[]', '', true, false, 0, $3, $3)
       ON CONFLICT (recording_id) DO UPDATE SET state = 'requested', reason = NULL, asked = true, started = false,
         attempts = 0, requested_at = $3, next_attempt_at = $3
       WHERE t.state IN ('failed', 'unavailable') OR (t.state = 'requested' AND NOT t.asked)
       RETURNING t.recording_id`,
      [id, callId, now],
    );
    return rows.length > 0;
  }

  /**
   * A notification says that there is a transcript: the next look is now. One that could still be started is left
   * alone, so that two looks at a time never start it twice.
   */
  async notice({ id, callId }: TranscribedRecording, now: Date, manager: EntityManager): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `INSERT INTO recording_transcripts AS t (recording_id, call_id, state, phrases, words, asked, started, attempts,
         requested_at, next_attempt_at)
       VALUES ($1, $2, 'requested', '[]', '', false, false, 0, $3, $3)
       ON CONFLICT (recording_id) DO UPDATE SET next_attempt_at = $3
       WHERE t.state = 'requested' AND (t.started OR NOT t.asked)
       RETURNING t.recording_id`,
      [id, callId, now],
    );
    return rows.length > 0;
  }

  /** Takes a transcript up, for nobody else until the lease ends; undefined if nothing is due now. */
  async claim(recordingId: string, now: Date, leaseUntil: Date): Promise<ClaimedTranscript | undefined> {
    const [rows] = await this.manager.query<[ClaimedTranscript[], number]>(
      `UPDATE recording_transcripts t SET attempts = t.attempts + 1, next_attempt_at = $3
       FROM recordings r JOIN calls c ON c.id = r.call_id
       WHERE t.recording_id = $1 AND r.id = t.recording_id AND t.state = 'requested' AND t.next_attempt_at <= $2
       RETURNING t.recording_id AS "recordingId", t.call_id AS "callId", r.source_id AS "sourceId", c.direction,
         t.asked, t.started, t.attempts, t.requested_at AS "requestedAt"`,
      [recordingId, now, leaseUntil],
    );
    return rows[0];
  }

  /**
   * The one step after which it may cost money: true for the only caller who may start the recognition. From then on
   * only its result is asked for.
   */
  async claimStart(recordingId: string, lookAgainAt: Date): Promise<boolean> {
    const [rows] = await this.manager.query<[unknown[], number]>(
      `UPDATE recording_transcripts SET started = true, reason = NULL, next_attempt_at = $2
       WHERE recording_id = $1 AND state = 'requested' AND NOT started RETURNING 1`,
      [recordingId, lookAgainAt],
    );
    return rows.length > 0;
  }

  /** The recognition was certainly not started: it may be, once more. */
  async notStarted(recordingId: string): Promise<void> {
    await this.manager.query(
      `UPDATE recording_transcripts SET started = false WHERE recording_id = $1 AND state = 'requested'`,
      [recordingId],
    );
  }

  async waiting(recordingId: string, at: Date, reason: string | null): Promise<void> {
    await this.manager.query(
      `UPDATE recording_transcripts SET reason = $3, next_attempt_at = $2
       WHERE recording_id = $1 AND state = 'requested'`,
      [recordingId, at, reason],
    );
  }

  /** True unless the recording was deleted meanwhile. */
  async store(
    recordingId: string,
    text: {
      readonly language: string | null;
      readonly phrases: readonly TranscriptPhrase[];
      /** Folded. */
      readonly words: readonly string[];
      readonly now: Date;
    },
    manager: EntityManager,
  ): Promise<boolean> {
    const [, count] = await manager.query<[unknown[], number]>(
      `UPDATE recording_transcripts SET state = 'ready', reason = NULL, language = $2, phrases = $3,
         words = array_to_tsvector($4::text[]), next_attempt_at = NULL, ready_at = $5
       WHERE recording_id = $1 AND state = 'requested'`,
      [recordingId, text.language, JSON.stringify(text.phrases), [...new Set(text.words)], text.now],
    );
    return count > 0;
  }

  async end(
    recordingId: string,
    state: Extract<Transcript['state'], 'failed' | 'unavailable'>,
    reason: string,
    manager: EntityManager,
  ): Promise<boolean> {
    const [, count] = await manager.query<[unknown[], number]>(
      `UPDATE recording_transcripts SET state = $2, reason = $3, next_attempt_at = NULL
       WHERE recording_id = $1 AND state = 'requested'`,
      [recordingId, state, reason],
    );
    return count > 0;
  }

  async forget(recordingId: string): Promise<void> {
    await this.manager.query(
      `DELETE FROM recording_transcripts WHERE recording_id = $1 AND state = 'requested' AND NOT asked`,
      [recordingId],
    );
  }

  async due(now: Date, atMost: number): Promise<string[]> {
    const rows = await this.manager.query<{ id: string }[]>(
      `SELECT recording_id AS id FROM recording_transcripts WHERE next_attempt_at <= $1
       ORDER BY next_attempt_at LIMIT $2`,
      [now, atMost],
    );
    return rows.map(({ id }) => id);
  }
}
