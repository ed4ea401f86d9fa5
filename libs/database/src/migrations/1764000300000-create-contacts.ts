import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Customers and their numbers; a caller is found by one look-up in ix_contact_phones_number. */
export class CreateContacts1764000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE contacts (
        id uuid NOT NULL,
        name text NOT NULL,
        company text,
        manager_id uuid,
        search_text text NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT pk_contacts PRIMARY KEY (id),
        CONSTRAINT fk_contacts_manager_id FOREIGN KEY (manager_id) REFERENCES employees (id)
      )`);
    await runner.query(`CREATE INDEX ix_contacts_name ON contacts (name COLLATE "und-x-icu", id)`);
    await runner.query(
      `CREATE INDEX ix_contacts_manager_id ON contacts (manager_id, name COLLATE "und-x-icu", id)`,
    );
    await runner.query(
      `CREATE INDEX ix_contacts_search_text ON contacts USING gin (search_text gin_trgm_ops)`,
    );
    await runner.query(`
      CREATE TABLE contact_phones (
        contact_id uuid NOT NULL,
        number text NOT NULL,
        label text,
        position smallint NOT NULL,
        CONSTRAINT pk_contact_phones PRIMARY KEY (contact_id, number),
        CONSTRAINT fk_contact_phones_contact_id FOREIGN KEY (contact_id) REFERENCES contacts (id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX ix_contact_phones_number ON contact_phones (number)`);
    await runner.query(`
      CREATE TABLE changed_numbers (
        number text NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT pk_changed_numbers PRIMARY KEY (number)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE changed_numbers`);
    await runner.query(`DROP TABLE contact_phones`);
    await runner.query(`DROP TABLE contacts`);
  }
}
