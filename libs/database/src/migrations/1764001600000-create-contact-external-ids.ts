import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How other systems call a contact; each calls it by one id only. */
export class CreateContactExternalIds1764001600000 implements MigrationInterface {
  readonly name = 'CreateContactExternalIds1764001600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE contact_external_ids (
        source text NOT NULL,
        external_id text NOT NULL,
        contact_id uuid NOT NULL,
        CONSTRAINT pk_contact_external_ids PRIMARY KEY (source, external_id),
        CONSTRAINT uq_contact_external_ids_contact_id_source UNIQUE (contact_id, source),
        CONSTRAINT fk_contact_external_ids_contact_id
          FOREIGN KEY (contact_id) REFERENCES contacts (id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE contact_external_ids`);
  }
}
