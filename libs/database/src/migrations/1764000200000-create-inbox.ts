import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The provider's side: settings with sealed secrets, the inbox, refused deliveries and the shared request budget. */
export class CreateInbox1764000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE settings (
        section text NOT NULL,
        value jsonb NOT NULL,
        secret text,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_settings PRIMARY KEY (section)
      )`);
    await runner.query(`
      CREATE TABLE inbound_events (
        id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        dedupe_key text NOT NULL,
        source text NOT NULL,
        event text NOT NULL,
        pbx_call_id text,
        body bytea,
        fields jsonb NOT NULL,
        answer jsonb,
        answer_reason text,
        answer_about jsonb,
        received_at timestamptz NOT NULL,
        processed_at timestamptz,
        error text,
        CONSTRAINT pk_inbound_events PRIMARY KEY (id),
        CONSTRAINT uq_inbound_events_dedupe_key UNIQUE (dedupe_key)
      )`);
    await runner.query(
      `CREATE INDEX ix_inbound_events_unprocessed ON inbound_events (id) WHERE processed_at IS NULL`,
    );
    await runner.query(`CREATE INDEX ix_inbound_events_pbx_call_id ON inbound_events (pbx_call_id)`);
    await runner.query(`
      CREATE TABLE refused_deliveries (
        id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        reason text NOT NULL,
        event text,
        pbx_call_id text,
        content_type text,
        body bytea NOT NULL,
        received_at timestamptz NOT NULL,
        CONSTRAINT pk_refused_deliveries PRIMARY KEY (id)
      )`);
    // Columns as rate-limiter-flexible expects them.
    await runner.query(`
      CREATE TABLE pbx_request_budget (
        key character varying(255) NOT NULL,
        points integer NOT NULL DEFAULT 0,
        expire bigint,
        CONSTRAINT pk_pbx_request_budget PRIMARY KEY (key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE pbx_request_budget`);
    await runner.query(`DROP TABLE refused_deliveries`);
    await runner.query(`DROP TABLE inbound_events`);
    await runner.query(`DROP TABLE settings`);
  }
}
