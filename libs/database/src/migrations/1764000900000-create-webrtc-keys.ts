import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys with which browsers become phones, sealed, one per extension. */
export class CreateWebrtcKeys1764000900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webrtc_keys (
        extension text NOT NULL,
        account text,
        login_form text,
        key text,
        fetched_at timestamptz,
        fetching_until timestamptz,
        CONSTRAINT pk_webrtc_keys PRIMARY KEY (extension)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE webrtc_keys`);
  }
}
