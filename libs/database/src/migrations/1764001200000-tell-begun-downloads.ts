import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tells lines of the listen log whose download has not begun yet, so that each download has one line and no more. */
export class TellBegunDownloads1764001200000 implements MigrationInterface {
  readonly name = 'TellBegunDownloads1764001200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE recording_plays ADD COLUMN awaits_file boolean NOT NULL DEFAULT false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE recording_plays DROP COLUMN awaits_file`);
  }
}
