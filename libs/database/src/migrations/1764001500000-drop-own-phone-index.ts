import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Legs are looked for among all calls of a number that began within minutes, by the index of the number's calls. */
export class DropOwnPhoneIndex1764001500000 implements MigrationInterface {
  readonly name = 'DropOwnPhoneIndex1764001500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ix_calls_own_phone_only`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX ix_calls_own_phone_only ON calls (external_number, started_at) WHERE NOT customer_dialled`,
    );
  }
}
