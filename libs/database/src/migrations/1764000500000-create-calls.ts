import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Calls as folded from their events, and beside them what people and contacts add.
 *
 * Every filter of the list has an index that also gives the list's order, newest first. Legs, matches
 * and tags repeat the call's start, so that an employee's, a contact's and a tag's calls are read in order too.
 */
export class CreateCalls1764000500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calls (
        id uuid NOT NULL,
        version integer NOT NULL,
        pbx_call_id text NOT NULL,
        direction text NOT NULL,
        status text NOT NULL,
        reason text,
        disposition text,
        started_at timestamptz NOT NULL,
        ended_at timestamptz,
        duration_seconds integer,
        external_number text,
        external_number_raw text,
        line_number text,
        extension text,
        employee_id uuid,
        has_recording boolean NOT NULL,
        recording_ids jsonb NOT NULL,
        routing jsonb,
        timeline jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT pk_calls PRIMARY KEY (id),
        CONSTRAINT uq_calls_pbx_call_id UNIQUE (pbx_call_id),
        CONSTRAINT fk_calls_employee_id FOREIGN KEY (employee_id) REFERENCES employees (id)
      )`);
    await runner.query(`CREATE INDEX ix_calls_started_at ON calls (started_at DESC, id DESC)`);
    await this.indexInListOrder(runner, 'direction');
    await this.indexInListOrder(runner, 'status');
    await this.indexInListOrder(runner, 'employee_id');
    await this.indexInListOrder(runner, 'extension');
    await this.indexInListOrder(runner, 'external_number');
    await this.indexInListOrder(runner, 'has_recording');
    await runner.query(`CREATE INDEX ix_calls_updated_at ON calls (updated_at)`);
    await runner.query(
      `CREATE INDEX ix_calls_external_number_part ON calls USING gin (external_number gin_trgm_ops)`,
    );
    await this.createLegs(runner);
    await this.createMatches(runner);
    await this.createNotesAndTags(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE call_tags, call_notes, number_choices, call_matches, call_legs, calls`);
  }

  private async indexInListOrder(runner: QueryRunner, column: string): Promise<void> {
    await runner.query(`CREATE INDEX ix_calls_${column} ON calls (${column}, started_at DESC, id DESC)`);
  }

  private async createLegs(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE call_legs (
        call_id uuid NOT NULL,
        extension text NOT NULL,
        employee_id uuid,
        rang_at timestamptz,
        answered_at timestamptz,
        transfer_from text,
        result text NOT NULL,
        started_at timestamptz NOT NULL,
        CONSTRAINT pk_call_legs PRIMARY KEY (call_id, extension),
        CONSTRAINT fk_call_legs_call_id FOREIGN KEY (call_id) REFERENCES calls (id) ON DELETE CASCADE,
        CONSTRAINT fk_call_legs_employee_id FOREIGN KEY (employee_id) REFERENCES employees (id)
      )`);
    await runner.query(
      `CREATE INDEX ix_call_legs_employee_id ON call_legs (employee_id, started_at DESC, call_id DESC)`,
    );
    await runner.query(`CREATE INDEX ix_call_legs_extension ON call_legs (extension, call_id)`);
  }

  private async createMatches(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE call_matches (
        call_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        position smallint NOT NULL,
        chosen boolean NOT NULL,
        started_at timestamptz NOT NULL,
        CONSTRAINT pk_call_matches PRIMARY KEY (call_id, contact_id),
        CONSTRAINT fk_call_matches_call_id FOREIGN KEY (call_id) REFERENCES calls (id) ON DELETE CASCADE,
        CONSTRAINT fk_call_matches_contact_id FOREIGN KEY (contact_id) REFERENCES contacts (id) ON DELETE CASCADE
      )`);
    await runner.query(
      `CREATE INDEX ix_call_matches_contact_id ON call_matches (contact_id, started_at DESC, call_id DESC)`,
    );
    await runner.query(`
      CREATE TABLE number_choices (
        number text NOT NULL,
        contact_id uuid NOT NULL,
        chosen_at timestamptz NOT NULL,
        CONSTRAINT pk_number_choices PRIMARY KEY (number),
        CONSTRAINT fk_number_choices_contact_id FOREIGN KEY (contact_id) REFERENCES contacts (id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX ix_number_choices_contact_id ON number_choices (contact_id)`);
  }

  private async createNotesAndTags(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE call_notes (
        id uuid NOT NULL,
        call_id uuid NOT NULL,
        text text NOT NULL,
        author_id uuid,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_call_notes PRIMARY KEY (id),
        CONSTRAINT fk_call_notes_call_id FOREIGN KEY (call_id) REFERENCES calls (id) ON DELETE CASCADE,
        CONSTRAINT fk_call_notes_author_id FOREIGN KEY (author_id) REFERENCES employees (id)
      )`);
    await runner.query(`CREATE INDEX ix_call_notes_call_id ON call_notes (call_id, created_at)`);
    await runner.query(`
      CREATE TABLE call_tags (
        call_id uuid NOT NULL,
        tag text NOT NULL,
        started_at timestamptz NOT NULL,
        CONSTRAINT pk_call_tags PRIMARY KEY (call_id, tag),
        CONSTRAINT fk_call_tags_call_id FOREIGN KEY (call_id) REFERENCES calls (id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX ix_call_tags_tag ON call_tags (tag, started_at DESC, call_id DESC)`);
  }
}
