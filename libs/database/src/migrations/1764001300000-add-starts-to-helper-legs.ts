import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Helper legs repeat the start of their call, so that calls are found by what a leg recorded, in the list's order. */
export class AddStartsToHelperLegs1764001300000 implements MigrationInterface {
  readonly name = 'AddStartsToHelperLegs1764001300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE calls ADD COLUMN helper_of_started_at timestamptz`);
    await runner.query(
      `UPDATE calls h SET helper_of_started_at = c.started_at FROM calls c WHERE c.id = h.helper_of_id`,
    );
    await runner.query(`
      CREATE INDEX ix_calls_recorded_helpers ON calls (helper_of_started_at DESC, helper_of_id DESC)
      WHERE has_recording AND helper_of_started_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE calls DROP COLUMN helper_of_started_at`);
  }
}
