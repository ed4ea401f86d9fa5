import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People who may sign in, their sessions, the keys of other systems, who changed what, and what guards signing in.
 *
 * `login_attempts` has the shape rate-limiter-flexible expects: key, points, expire in this order.
 */
export class CreateEmployees1764000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE employees (
        id uuid NOT NULL,
        name text NOT NULL,
        email text NOT NULL,
        role text NOT NULL,
        password_hash text,
        active boolean NOT NULL DEFAULT true,
        language text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_employees PRIMARY KEY (id),
        CONSTRAINT uq_employees_email UNIQUE (email),
        CONSTRAINT ck_employees_role CHECK (role IN ('admin', 'agent')),
        CONSTRAINT ck_employees_email CHECK (email = lower(email))
      )`);
    await runner.query(`
      CREATE TABLE sessions (
        id_hash text NOT NULL,
        employee_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        renewed_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_sessions PRIMARY KEY (id_hash),
        CONSTRAINT fk_sessions_employee_id FOREIGN KEY (employee_id) REFERENCES employees (id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX ix_sessions_employee_id ON sessions (employee_id)`);
    await runner.query(`CREATE INDEX ix_sessions_expires_at ON sessions (expires_at)`);
    await runner.query(`
      CREATE TABLE api_keys (
        id uuid NOT NULL,
        name text NOT NULL,
        scope text NOT NULL,
        prefix text NOT NULL,
        key_hash text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz,
        CONSTRAINT pk_api_keys PRIMARY KEY (id),
        CONSTRAINT uq_api_keys_key_hash UNIQUE (key_hash),
        CONSTRAINT ck_api_keys_scope CHECK (scope IN ('read', 'write', 'admin'))
      )`);
    await runner.query(`
      CREATE TABLE audit_entries (
        id uuid NOT NULL,
        at timestamptz NOT NULL,
        actor_kind text NOT NULL,
        actor_id uuid,
        actor_name text NOT NULL,
        action text NOT NULL,
        target_type text NOT NULL,
        target_id text,
        details jsonb NOT NULL DEFAULT '{}',
        CONSTRAINT pk_audit_entries PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX ix_audit_entries_at ON audit_entries (at)`);
    await runner.query(`
      CREATE TABLE setup_tokens (
        token_hash text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_setup_tokens PRIMARY KEY (token_hash)
      )`);
    await runner.query(`
      CREATE TABLE login_attempts (
        key varchar(255) NOT NULL,
        points integer NOT NULL DEFAULT 0,
        expire bigint,
        CONSTRAINT pk_login_attempts PRIMARY KEY (key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE login_attempts, setup_tokens, audit_entries, api_keys, sessions, employees`,
    );
  }
}
