import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row that says what this database is for, so that a demo is never mistaken for the real thing. */
export class CreateInstallation1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE EXTENSION IF NOT EXISTS pg_trgm`);
    await runner.query(`
      CREATE TABLE installation (
        only_row boolean NOT NULL DEFAULT true,
        demo boolean NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_installation PRIMARY KEY (only_row),
        CONSTRAINT ck_installation CHECK (only_row)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE installation`);
    await runner.query(`DROP EXTENSION pg_trgm`);
  }
}
