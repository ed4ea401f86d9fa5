import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { type CallsRoom, openCallsRoom } from '../calls-room.fixture';
import { type CallCriteria, callPageSql } from './call-page-sql';

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

const calls = 20_000;
const contacts = 2_000;
const employees = 20;

let database: TestDatabase;
let room: CallsRoom;

// A company of two years: 20 people, 2,000 contacts; one in a hundred calls failed, one contact in ten has a manager.
// Of the outgoing calls one in five is a phone of ours that rang for a wish, and a few of those are helper legs. Recordings
// are rare: 50 calls have one, and 67 have one on their helper leg.
const fill = `
  INSERT INTO employees (id, name, email, role)
  SELECT uuidv7(), 'Employee ' || n, n || '@example.com', 'agent' FROM generate_series(1, ${employees}) n;
  INSERT INTO contacts (id, name, company, manager_id, search_text, created_at, updated_at)
  SELECT uuidv7(), 'Person ' || n, 'Company ' || n,
    CASE WHEN n % 10 = 0 THEN (SELECT id FROM employees ORDER BY email OFFSET n / 10 % ${employees} LIMIT 1) END,
    'person' || n || ' company' || n, now(), now() FROM generate_series(1, ${contacts}) n;
  CREATE TEMPORARY TABLE people AS SELECT row_number() OVER (ORDER BY email) - 1 AS n, id FROM employees;
  INSERT INTO calls (id, version, pbx_call_id, direction, status, started_at, external_number, extension, employee_id,
    has_recording, recording_ids, timeline, created_at, updated_at)
  SELECT gen_random_uuid(), 1, 'in_' || s.n, CASE WHEN s.n % 3 = 0 THEN 'outgoing' ELSE 'incoming' END,
    CASE WHEN s.n % 100 = 0 THEN 'failed' WHEN s.n % 7 = 0 THEN 'missed' ELSE 'answered' END,
    now() - s.n * interval '50 minutes', '+48' || 600000000 + s.n % 5000, (100 + s.n % ${employees})::text, p.id,
    s.n % 400 = 399, '[]', '[]', now(), now()
  FROM generate_series(1, ${calls}) s (n) JOIN people p ON p.n = s.n % ${employees};
  INSERT INTO call_legs (call_id, extension, employee_id, result, started_at)
  SELECT id, extension, employee_id, 'answered', started_at FROM calls;
  CREATE TEMPORARY TABLE numbered AS SELECT row_number() OVER () AS n, id FROM contacts;
  INSERT INTO call_matches (call_id, contact_id, position, chosen, started_at)
  SELECT c.id, k.id, 0, false, c.started_at
  FROM (SELECT *, row_number() OVER () AS n FROM calls) c JOIN numbered k ON k.n = c.n % ${contacts} + 1;
  INSERT INTO call_tags (call_id, tag, started_at)
  SELECT id, CASE WHEN extension = '103' THEN 'vip' ELSE 'other' END, started_at FROM calls WHERE status <> 'answered';
  UPDATE calls SET customer_dialled = false WHERE direction = 'outgoing' AND right(pbx_call_id, 1) IN ('1', '6');
  INSERT INTO call_requests (id, version, state, employee_id, number, helper_pbx_call_id, requested_at, updated_at)
  SELECT uuidv7(), 1, 'failed', employee_id, external_number, pbx_call_id, started_at, started_at
  FROM calls WHERE NOT customer_dialled;
  UPDATE calls h SET helper_of_id = c.id, helper_of_started_at = c.started_at, has_recording = true FROM calls c
  WHERE NOT h.customer_dialled AND right(h.pbx_call_id, 2) = '41'
    AND c.pbx_call_id = 'in_' || substr(h.pbx_call_id, 4)::int + 3;
  ANALYZE`;

beforeAll(async () => {
  database = await createTestDatabase();
  const environment = testEnvironment({ DATABASE_URL: database.url });
  room = await openCallsRoom(environment, new FakeClock(), [foreignTable('employees')]);
  await room.dataSource.transaction((manager) => manager.query(fill));
  await room.dataSource.query(
    'VACUUM ANALYZE calls, call_requests, call_legs, call_matches, call_tags, contacts',
  );
}, 60_000);

afterAll(async () => {
  await room.close();
  await database.drop();
});

async function nodesOf(criteria: Partial<CallCriteria>): Promise<Plan[]> {
  const sql = callPageSql({ statuses: [], fragments: [], limitedTo: null, limit: 51, ...criteria });
  const [row] = await room.dataSource.query<{ 'QUERY PLAN': { Plan: Plan }[] }[]>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${sql.text}`,
    [...sql.parameters],
  );
  const flatten = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flatten)];
  return row ? row['QUERY PLAN'].flatMap(({ Plan: plan }) => flatten(plan)) : [];
}

async function one<T>(sql: string): Promise<T> {
  const [row] = await room.dataSource.query<{ value: T }[]>(sql);
  if (!row) {
    throw new Error(`nothing found by ${sql}`);
  }
  return row.value;
}

describe('the list of calls among 20,000', () => {
  let employeeId: string;
  let contactId: string;
  const longAgo = {
    startedAt: new Date(Date.now() - 600 * 86_400_000),
    id: '00000000-0000-4000-8000-000000000000',
  };

  beforeAll(async () => {
    employeeId = await one(`SELECT id AS value FROM employees WHERE email = '10@example.com'`);
    contactId = await one(`SELECT id AS value FROM contacts WHERE name = 'Person 777'`);
  });

  const cases: readonly (readonly [string, () => Partial<CallCriteria>])[] = [
    ['no filter', () => ({})],
    ['a page far back', () => ({ after: longAgo })],
    ['a period', () => ({ from: new Date(Date.now() - 9e9), to: new Date(Date.now() - 8e9) })],
    ['a direction', () => ({ direction: 'outgoing' })],
    ['a rare status', () => ({ statuses: ['failed'] })],
    ['several statuses', () => ({ statuses: ['failed', 'missed', 'ended_unknown'] })],
    ['a status nobody has', () => ({ statuses: ['ringing'] })],
    ['an employee', () => ({ employeeId })],
    ['an extension', () => ({ extension: '105' })],
    ['a number', () => ({ number: '+48600000042' })],
    ['recordings', () => ({ hasRecording: true })],
    ['recordings, far back', () => ({ hasRecording: true, after: longAgo })],
    ['recordings of a direction', () => ({ hasRecording: true, direction: 'outgoing' })],
    ['recordings of an employee', () => ({ hasRecording: true, employeeId })],
    ['recordings of two statuses', () => ({ hasRecording: true, statuses: ['missed', 'failed'] })],
    ['an agent’s recordings', () => ({ hasRecording: true, limitedTo: employeeId })],
    ['a tag and recordings', () => ({ hasRecording: true, tag: 'vip' })],
    ['no recordings', () => ({ hasRecording: false })],
    ['no recordings, far back', () => ({ hasRecording: false, after: longAgo })],
    ['a contact', () => ({ contactId })],
    ['a frequent tag', () => ({ tag: 'other' })],
    ['a tag nobody uses', () => ({ tag: 'unknown' })],
    ['an agent and a tag', () => ({ limitedTo: employeeId, tag: 'other' })],
    ['part of a number', () => ({ fragments: ['600004999'] })],
    ['part of a name', () => ({ fragments: ['person777'] })],
    ['an agent', () => ({ limitedTo: employeeId })],
    ['an agent, far back', () => ({ limitedTo: employeeId, after: longAgo })],
    ['an agent’s missed calls', () => ({ limitedTo: employeeId, statuses: ['missed'] })],
    ['an agent without calls', () => ({ limitedTo: '0197f3a0-0000-7000-8000-000000000000' })],
  ];

  it.each(cases)('with %s reads a small part of the calls, by an index', async (_, criteria) => {
    const nodes = await nodesOf(criteria());
    const wholeTable = nodes.filter(
      (node) => node['Node Type'] === 'Seq Scan' && /^call/.test(node['Relation Name'] ?? ''),
    );
    expect(wholeTable).toEqual([]);
    const read = nodes
      .filter((node) => /Scan/.test(node['Node Type']) && node['Relation Name'] === 'calls')
      .map((node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']);
    expect(Math.max(0, ...read)).toBeLessThan(calls / 5);
  });

  it('finds the same from the side of the contacts and from the side of the calls', async () => {
    for (const limitedTo of [null, employeeId]) {
      const criteria = { statuses: [], fragments: ['person77'], limitedTo, limit: 200 };
      const [few, many] = await Promise.all(
        [1_000_000, 0].map((manyContacts) => {
          const { text, parameters } = callPageSql(criteria, manyContacts);
          return room.dataSource.query<unknown[]>(text, [...parameters]);
        }),
      );
      expect(few?.length).toBeGreaterThan(5);
      expect(many).toEqual(few);
    }
  });
});
