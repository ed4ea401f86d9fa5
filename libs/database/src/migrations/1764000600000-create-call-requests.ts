import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Click-to-call wishes, and the idempotency keys under which they were sent. */
export class CreateCallRequests1764000600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE call_requests (
        id uuid NOT NULL,
        version integer NOT NULL,
        state text NOT NULL,
        employee_id uuid NOT NULL,
        extension text,
        number text NOT NULL,
        contact_id uuid,
        call_id uuid,
        helper_pbx_call_id text,
        failure_code text,
        failure_detail text,
        requested_at timestamptz NOT NULL,
        dialling_at timestamptz,
        ended_at timestamptz,
        updated_at timestamptz NOT NULL,
        CONSTRAINT pk_call_requests PRIMARY KEY (id),
        CONSTRAINT uq_call_requests_call_id UNIQUE (call_id),
        CONSTRAINT uq_call_requests_helper_pbx_call_id UNIQUE (helper_pbx_call_id),
        CONSTRAINT fk_call_requests_employee_id FOREIGN KEY (employee_id) REFERENCES employees (id),
        CONSTRAINT fk_call_requests_contact_id FOREIGN KEY (contact_id) REFERENCES contacts (id) ON DELETE SET NULL,
        CONSTRAINT fk_call_requests_call_id FOREIGN KEY (call_id) REFERENCES calls (id) ON DELETE SET NULL
      )`);
    await runner.query(
      `CREATE INDEX ix_call_requests_employee_id ON call_requests (employee_id, requested_at)`,
    );
    await runner.query(`CREATE INDEX ix_call_requests_contact_id ON call_requests (contact_id)`);
    await runner.query(`CREATE INDEX ix_call_requests_extension ON call_requests (extension, dialling_at)`);
    await runner.query(`CREATE INDEX ix_call_requests_updated_at ON call_requests (updated_at)`);
    await runner.query(
      `CREATE INDEX ix_call_requests_open ON call_requests (requested_at) WHERE ended_at IS NULL`,
    );
    await runner.query(`
      CREATE TABLE call_request_keys (
        employee_id uuid NOT NULL,
        key text NOT NULL,
        call_request_id uuid NOT NULL,
        number text NOT NULL,
        contact_id uuid,
        CONSTRAINT pk_call_request_keys PRIMARY KEY (employee_id, key),
        CONSTRAINT fk_call_request_keys_employee_id FOREIGN KEY (employee_id) REFERENCES employees (id),
        CONSTRAINT fk_call_request_keys_call_request_id FOREIGN KEY (call_request_id)
          REFERENCES call_requests (id) ON DELETE CASCADE
      )`);
    await runner.query(
      `CREATE INDEX ix_call_request_keys_call_request_id ON call_request_keys (call_request_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE call_request_keys, call_requests`);
  }
}
