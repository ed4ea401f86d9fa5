import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The PBX's extensions and whose they were when; btree_gist lets the table itself forbid two owners at one time. */
export class CreateExtensions1764000400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE EXTENSION IF NOT EXISTS btree_gist`);
    await runner.query(`
      CREATE TABLE pbx (
        only_row boolean NOT NULL DEFAULT true,
        pbx_id text,
        sync_state text NOT NULL DEFAULT 'idle',
        sync_done integer NOT NULL DEFAULT 0,
        sync_total integer NOT NULL DEFAULT 0,
        sync_progress_at timestamptz,
        sync_finished_at timestamptz,
        sync_failure_code text,
        sync_failure_message text,
        CONSTRAINT pk_pbx PRIMARY KEY (only_row),
        CONSTRAINT ck_pbx CHECK (only_row)
      )`);
    await runner.query(`INSERT INTO pbx DEFAULT VALUES`);
    await runner.query(`
      CREATE TABLE extensions (
        number text NOT NULL,
        name text,
        active boolean NOT NULL,
        online boolean,
        online_seen_at timestamptz,
        CONSTRAINT pk_extensions PRIMARY KEY (number)
      )`);
    await runner.query(`
      CREATE TABLE extension_assignments (
        id uuid NOT NULL,
        extension text NOT NULL,
        employee_id uuid NOT NULL,
        valid_from timestamptz,
        valid_to timestamptz,
        CONSTRAINT pk_extension_assignments PRIMARY KEY (id),
        CONSTRAINT fk_extension_assignments_extension FOREIGN KEY (extension) REFERENCES extensions (number),
        CONSTRAINT fk_extension_assignments_employee_id FOREIGN KEY (employee_id) REFERENCES employees (id),
        CONSTRAINT ex_extension_assignments_one_at_a_time
          EXCLUDE USING gist (extension WITH =, tstzrange(valid_from, valid_to) WITH &&)
      )`);
    await runner.query(
      `CREATE INDEX ix_extension_assignments_employee_id ON extension_assignments (employee_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE extension_assignments`);
    await runner.query(`DROP TABLE extensions`);
    await runner.query(`DROP TABLE pbx`);
    await runner.query(`DROP EXTENSION btree_gist`);
  }
}
