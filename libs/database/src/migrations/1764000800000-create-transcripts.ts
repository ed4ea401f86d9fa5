import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was said in recordings, and the proof of what was deleted: by which run or person, here and at the PBX. */
export class CreateTranscripts1764000800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createTranscripts(runner);
    await this.createDeletions(runner);
    // Notifications about recognised speech may name the part alone.
    await runner.query(`CREATE INDEX ix_recordings_part_key ON recordings (part_key)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ix_recordings_part_key`);
    await runner.query(`DROP TABLE recording_deletions, retention_runs, recording_transcripts`);
  }

  private async createTranscripts(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE recording_transcripts (
        recording_id uuid NOT NULL,
        call_id uuid NOT NULL,
        state text NOT NULL,
        reason text,
        language text,
        phrases jsonb NOT NULL,
        words tsvector NOT NULL,
        asked boolean NOT NULL,
        started boolean NOT NULL,
        attempts integer NOT NULL,
        requested_at timestamptz NOT NULL,
        next_attempt_at timestamptz,
        ready_at timestamptz,
        CONSTRAINT pk_recording_transcripts PRIMARY KEY (recording_id),
        CONSTRAINT fk_recording_transcripts_recording_id FOREIGN KEY (recording_id)
          REFERENCES recordings (id) ON DELETE CASCADE,
        CONSTRAINT fk_recording_transcripts_call_id FOREIGN KEY (call_id) REFERENCES calls (id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX ix_recording_transcripts_call_id ON recording_transcripts (call_id)`);
    await runner.query(
      `CREATE INDEX ix_recording_transcripts_words ON recording_transcripts USING gin (words)`,
    );
    await runner.query(`CREATE INDEX ix_recording_transcripts_next_attempt_at ON recording_transcripts (next_attempt_at)
      WHERE next_attempt_at IS NOT NULL`);
  }

  private async createDeletions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE retention_runs (
        id uuid NOT NULL,
        retention_days integer NOT NULL,
        asked boolean NOT NULL,
        started_at timestamptz NOT NULL,
        continue_at timestamptz,
        finished_at timestamptz,
        CONSTRAINT pk_retention_runs PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX ix_retention_runs_started_at ON retention_runs (started_at DESC)`);
    await runner.query(`
      CREATE TABLE recording_deletions (
        recording_id uuid NOT NULL,
        run_id uuid,
        decided_at timestamptz NOT NULL,
        storage_key text,
        file_removed_at timestamptz,
        at_source boolean NOT NULL,
        source_deleted_at timestamptz,
        attempts integer NOT NULL,
        last_error text,
        next_attempt_at timestamptz,
        CONSTRAINT pk_recording_deletions PRIMARY KEY (recording_id),
        CONSTRAINT fk_recording_deletions_recording_id FOREIGN KEY (recording_id)
          REFERENCES recordings (id) ON DELETE CASCADE,
        CONSTRAINT fk_recording_deletions_run_id FOREIGN KEY (run_id) REFERENCES retention_runs (id)
      )`);
    await runner.query(`CREATE INDEX ix_recording_deletions_run_id ON recording_deletions (run_id)`);
    await runner.query(`CREATE INDEX ix_recording_deletions_next_attempt_at ON recording_deletions (next_attempt_at)
      WHERE next_attempt_at IS NOT NULL`);
  }
}
