import pg from 'pg';

/**
 * Fills a migrated database with `rows` contacts, each with one number and a manager whose extension is active, and
 * as many past calls. Generated inside PostgreSQL: a minute for a million.
 */
export async function seedCompany(databaseUrl: string, rows: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const statement of statements) {
      await client.query(statement.includes('$1') ? { text: statement, values: [rows] } : statement);
    }
  } finally {
    await client.end();
  }
}

const statements = [
  `INSERT INTO employees (id, name, email, role)
   SELECT uuidv7(), 'Employee ' || n, 'employee' || n || '@example.com', 'agent' FROM generate_series(1, 100) n`,
  `INSERT INTO extensions (number, name, active, online)
   SELECT (100 + n)::text, 'Extension ' || n, true, true FROM generate_series(1, 100) n`,
  `INSERT INTO extension_assignments (id, extension, employee_id)
   SELECT uuidv7(), (100 + n)::text, e.id
   FROM generate_series(1, 100) n JOIN employees e ON e.email = 'employee' || n || '@example.com'`,
  `CREATE TEMP TABLE managers AS
   SELECT row_number() OVER () - 1 AS position, id FROM employees WHERE email LIKE 'employee%'`,
  `CREATE TEMP TABLE seeded AS
   SELECT n, uuidv7() AS contact_id, uuidv7() AS call_id, '+48' || (600000000 + n) AS number
   FROM generate_series(0, $1::int - 1) n`,
  `INSERT INTO contacts (id, name, company, manager_id, search_text, created_at, updated_at)
   SELECT contact_id, 'Customer ' || n, 'Company ' || n, m.id, 'customer ' || n || ' company ' || n || ' ' || number, now(), now()
   FROM seeded JOIN managers m ON m.position = n % 100`,
  `INSERT INTO contact_phones (contact_id, number, position) SELECT contact_id, number, 0 FROM seeded`,
  `INSERT INTO calls (id, version, pbx_call_id, direction, status, started_at, duration_seconds, external_number,
     external_number_raw, line_number, extension, employee_id, has_recording, recording_ids, timeline, created_at, updated_at)
   SELECT call_id, 1, 'in_' || md5(n::text), 'incoming', 'answered', now() - n * interval '30 seconds', 60, number,
     number, '+48221234567', (101 + n % 100)::text, m.id, false, '[]', '[]', now(), now()
   FROM seeded JOIN managers m ON m.position = n % 100`,
  `INSERT INTO call_matches (call_id, contact_id, position, chosen, started_at)
   SELECT call_id, contact_id, 0, false, now() - n * interval '30 seconds' FROM seeded`,
  `VACUUM ANALYZE`,
];
