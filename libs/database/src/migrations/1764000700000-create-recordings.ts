import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audio parts of calls with where they are in their life, and who listened to them. */
export class CreateRecordings1764000700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Nulls are not distinct: a call has at most one row that waits for its id.
    await runner.query(`
      CREATE TABLE recordings (
        id uuid NOT NULL,
        call_id uuid NOT NULL,
        pbx_call_id text NOT NULL,
        part_key text,
        part integer NOT NULL,
        source_id text,
        state text NOT NULL,
        reason text,
        fetch_attempts integer NOT NULL DEFAULT 0,
        available_from timestamptz,
        next_attempt_at timestamptz,
        lease_id uuid,
        demanded_at timestamptz,
        storage_key text,
        content_type text,
        size_bytes bigint,
        duration_seconds double precision,
        sha256 text,
        legal_hold boolean NOT NULL DEFAULT false,
        call_ended_at timestamptz,
        stored_at timestamptz,
        deleted_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT pk_recordings PRIMARY KEY (id),
        CONSTRAINT uq_recordings_pbx_call_id_part_key UNIQUE NULLS NOT DISTINCT (pbx_call_id, part_key),
        CONSTRAINT fk_recordings_call_id FOREIGN KEY (call_id) REFERENCES calls (id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX ix_recordings_call_id ON recordings (call_id, part)`);
    await runner.query(
      `CREATE INDEX ix_recordings_next_attempt_at ON recordings (next_attempt_at) WHERE next_attempt_at IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX ix_recordings_state ON recordings (state, call_ended_at)`);
    await this.createPlays(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE recording_plays, recordings`);
  }

  private async createPlays(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE recording_plays (
        id uuid NOT NULL,
        recording_id uuid NOT NULL,
        employee_id uuid,
        api_key_id uuid,
        purpose text NOT NULL,
        mode text NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_recording_plays PRIMARY KEY (id),
        CONSTRAINT fk_recording_plays_recording_id FOREIGN KEY (recording_id)
          REFERENCES recordings (id) ON DELETE CASCADE,
        CONSTRAINT fk_recording_plays_employee_id FOREIGN KEY (employee_id) REFERENCES employees (id),
        CONSTRAINT fk_recording_plays_api_key_id FOREIGN KEY (api_key_id) REFERENCES api_keys (id) ON DELETE SET NULL
      )`);
    await runner.query(`CREATE INDEX ix_recording_plays_at ON recording_plays (at DESC, id DESC)`);
    await runner.query(
      `CREATE INDEX ix_recording_plays_recording_id ON recording_plays (recording_id, at DESC, id DESC)`,
    );
    await runner.query(
      `CREATE INDEX ix_recording_plays_employee_id ON recording_plays (employee_id, at DESC, id DESC)`,
    );
  }
}
