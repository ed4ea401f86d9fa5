import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notes which extensions' calls still have to be folded again after their employee changed. */
export class AddRefoldToExtensions1764001000000 implements MigrationInterface {
  readonly name = 'AddRefoldToExtensions1764001000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE extensions ADD COLUMN refold_since timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE extensions DROP COLUMN refold_since`);
  }
}
