import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ties the leg of a callback that rings the employee's own phone to the call with the customer. */
export class AddHelperLegsToCalls1764001100000 implements MigrationInterface {
  readonly name = 'AddHelperLegsToCalls1764001100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE calls
        ADD COLUMN customer_dialled boolean NOT NULL DEFAULT true,
        ADD COLUMN helper_of_id uuid CONSTRAINT fk_calls_helper_of_id REFERENCES calls (id)`);
    await runner.query(
      `CREATE INDEX ix_calls_own_phone_only ON calls (external_number, started_at) WHERE NOT customer_dialled`,
    );
    await runner.query(
      `CREATE INDEX ix_calls_helper_of_id ON calls (helper_of_id) WHERE helper_of_id IS NOT NULL`,
    );
    // Calls of earlier versions are tied when they are folded again, which the worker does once it is asked.
    await runner.query(
      `UPDATE settings SET value = value || '{"refoldPending": true}' WHERE section = 'zadarma'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE calls DROP COLUMN helper_of_id, DROP COLUMN customer_dialled`);
  }
}
