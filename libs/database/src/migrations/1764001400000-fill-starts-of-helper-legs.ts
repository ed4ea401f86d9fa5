import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Gives helper legs that were tied before the start of their call. Calls are read and written meanwhile. */
export class FillStartsOfHelperLegs1764001400000 implements MigrationInterface {
  readonly name = 'FillStartsOfHelperLegs1764001400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE calls h SET helper_of_started_at = c.started_at FROM calls c
      WHERE c.id = h.helper_of_id AND h.helper_of_started_at IS DISTINCT FROM c.started_at`);
  }

  /** The column goes with the migration before. */
  async down(): Promise<void> {}
}
