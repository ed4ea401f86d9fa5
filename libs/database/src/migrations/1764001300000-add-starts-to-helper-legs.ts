import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Helper legs repeat the start of their call, so that calls are found by what a leg recorded, in the list's order. The
 * starts of legs that are known already are the next migration's: nobody reads calls while this one runs.
 */
export class AddStartsToHelperLegs1764001300000 implements MigrationInterface {
  readonly name = 'AddStartsToHelperLegs1764001300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE calls ADD COLUMN helper_of_started_at timestamptz`);
    await runner.query(`
      CREATE INDEX ix_calls_recorded_helpers ON calls (helper_of_started_at DESC, helper_of_id DESC)
      WHERE has_recording AND helper_of_started_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE calls DROP COLUMN helper_of_started_at`);
  }
}
