import { callItem, type CallQuery, callQuery, callDetail } from '@callboard/contracts';
import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { type CallsRoom, openCallsRoom } from './calls-room.fixture';
import { eventFactory } from './testing';
import { party } from './testing/event-factory';

const clock = new FakeClock(new Date('2026-03-05T09:15:00Z'));
let database: TestDatabase;
let room: CallsRoom;

beforeAll(async () => {
  database = await createTestDatabase();
  room = await openCallsRoom(testEnvironment({ DATABASE_URL: database.url }), clock, [
    foreignTable('employees'),
  ]);
});

afterAll(async () => {
  await room.close();
  await database.drop();
});

beforeEach(async () => {
  clock.set('2026-03-05T09:15:00Z');
  await room.dataSource.query(
    `TRUNCATE calls, contacts, number_choices, extension_assignments, extensions, employees CASCADE`,
  );
});

interface Draft {
  number?: string;
  /** Extension that rang, and answered unless `missed`. */
  extension?: string;
  missed?: boolean;
  recorded?: boolean;
  outgoing?: boolean;
  /** Minutes after 9:00 UTC. */
  minute?: number;
}

let sequence = 0;

/** Plays an ended call and gives its id. */
async function call(draft: Draft = {}): Promise<string> {
  sequence += 1;
  const { number = '+48600100200', extension = '101', minute = sequence, outgoing = false } = draft;
  const make = eventFactory(
    `${outgoing ? 'out' : 'in'}_${sequence}`,
    new Date(Date.UTC(2026, 2, 5, 9, minute)),
  );
  const line = party('48221234567');
  const numbers = outgoing
    ? { caller: line, called: party(number), internal: party(extension) }
    : { caller: party(number), called: line };
  const end = draft.missed
    ? { disposition: 'no answer' }
    : { disposition: 'answered', durationSeconds: 60, lastInternal: extension, recorded: draft.recorded };
  const { callId } = await room.project(make.pbxCallId, [
    make.started(numbers),
    ...(outgoing ? [] : [make.ringing({ ...numbers, internal: party(extension) })]),
    make.ended({ ...numbers, ...end }),
  ]);
  return callId ?? '';
}

async function list(query: Partial<Record<keyof CallQuery, unknown>> = {}, limitedTo: string | null = null) {
  const { items } = await room.calls.list(callQuery.parse(query), limitedTo, 'PL');
  return items.map(({ id }) => id);
}

describe('CallsService.list', () => {
  it('gives items as the contract wants them, newest first', async () => {
    await room.hire('Anna', '101');
    await room.meet('Jan Kowalski', ['+48600100200'], { company: 'ACME' });
    await call({ minute: 1, recorded: true });
    await call({ minute: 2, number: 'anonymous', missed: true });
    const { items, nextCursor } = await room.calls.list(callQuery.parse({}), null, 'PL');
    expect(items.map((item) => callItem.omit({ recording: true }).strict().parse(item))).toEqual(items);
    expect(items).toMatchObject([
      { status: 'missed', externalNumber: null, externalNumberRaw: 'anonymous', contactId: null },
      {
        status: 'answered',
        startedAt: '2026-03-05T09:01:00.000Z',
        durationSeconds: 60,
        externalNumber: '+48600100200',
        lineNumber: '+48221234567',
        extension: '101',
        employeeName: 'Anna',
        contactName: 'Jan Kowalski',
        contactCompany: 'ACME',
        hasRecording: true,
        tags: [],
      },
    ]);
    expect(nextCursor).toBeNull();
  });

  it('filters by everything the contract names', async () => {
    const anna = await room.hire('Anna', '101');
    await room.hire('Jan', '102');
    const acme = await room.meet('Ewa Żak', ['+48601000001'], { company: 'ACME' });
    const first = await call({ minute: 1, number: '+48601000001', recorded: true });
    const second = await call({ minute: 2, extension: '102', missed: true });
    const third = await call({ minute: 3, extension: '102', outgoing: true, number: '+48601000001' });
    await room.calls.update(second, { tags: ['vip'] }, null);
    expect(await list({ direction: 'outgoing' })).toEqual([third]);
    expect(await list({ status: 'missed' })).toEqual([second]);
    expect(await list({ status: 'missed,answered', extension: '102' })).toEqual([third, second]);
    expect(await list({ employeeId: anna })).toEqual([first]);
    expect(await list({ contactId: acme.id })).toEqual([third, first]);
    expect(await list({ phone: '601 000 001' })).toEqual([third, first]);
    expect(await list({ phone: 'nobody' })).toEqual([]);
    expect(await list({ tag: 'vip' })).toEqual([second]);
    expect(await list({ tag: 'vip', contactId: acme.id })).toEqual([]);
    expect(await list({ tag: 'vip', q: '600' })).toEqual([second]);
    expect(await list({ contactId: acme.id, q: 'zak', status: 'answered' })).toEqual([third, first]);
    expect(await list({ hasRecording: 'true' })).toEqual([first]);
    expect(await list({ hasRecording: 'false' })).toEqual([third, second]);
    expect(await list({ from: '2026-03-05T09:02:00Z', to: '2026-03-05T09:03:00Z' })).toEqual([second]);
  });

  it('searches parts of numbers, names and companies', async () => {
    await room.meet('Ewa Żak', ['+48601000001'], { company: 'Łódzka Fabryka' });
    const known = await call({ minute: 1, number: '+48601000001' });
    const stranger = await call({ minute: 2, number: '+48222601000' });
    expect(await list({ q: '601 000' })).toEqual([stranger, known]);
    expect(await list({ q: '01' })).toEqual([stranger, known]);
    expect(await list({ q: 'zak' })).toEqual([known]);
    expect(await list({ q: 'ŁÓDZKA ewa' })).toEqual([known]);
    expect(await list({ q: 'za' })).toEqual([known]);
    expect(await list({ q: '100%' })).toEqual([]);
  });

  it('walks all pages without a gap or a repeat, also where calls began together', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      ids.push(await call({ minute: Math.floor(index / 3), missed: index % 2 === 0 }));
    }
    for (const query of [{}, { status: ['missed', 'answered'] }, { q: '600100' }]) {
      const walked: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await room.calls.list(callQuery.parse({ ...query, limit: 2, cursor }), null, 'PL');
        walked.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(walked).toEqual(await list(query));
      expect([...walked].sort()).toEqual([...ids].sort());
    }
  });

  it('refuses a cursor of another list', async () => {
    await expect(list({ cursor: 'abc' })).rejects.toMatchObject({ code: 'cursor_not_valid' });
  });
});

describe('who sees a call', () => {
  it('is who took part, whom it rang, and the manager of the contact', async () => {
    const anna = await room.hire('Anna', '101', '103');
    const jan = await room.hire('Jan', '102');
    const eva = await room.hire('Eva');
    await room.meet('Client', ['+48601000001'], { managerId: eva });
    const make = eventFactory('in_group', new Date('2026-03-05T09:30:00Z'));
    const numbers = { caller: party('+48601000001'), called: party('48221234567') };
    const rung = ['101', '102', '103'].map((extension) =>
      make.ringing({ ...numbers, internal: party(extension) }),
    );
    const ended = make.ended({ ...numbers, disposition: 'answered', lastInternal: '102' });
    const group = (await room.project('in_group', [...rung, ended])).callId ?? '';
    const other = await call({ extension: '101', minute: 1 });
    expect(await list({}, anna)).toEqual([group, other]);
    expect(await list({}, jan)).toEqual([group]);
    expect(await list({}, eva)).toEqual([group]);
    expect(await list({ q: 'client' }, jan)).toEqual([group]);
    expect(await list({ q: '600100', status: 'answered,missed' }, anna)).toEqual([other]);
    expect(await list({ limit: 1 }, anna)).toEqual([group]);
    expect(await list({}, await room.hire('Stranger'))).toEqual([]);
    await expect(room.calls.get(other, jan)).rejects.toMatchObject({ code: 'call_not_found' });
    await expect(room.calls.addNote(other, 'x', jan, jan)).rejects.toMatchObject({ code: 'call_not_found' });
    await expect(room.calls.update(other, { tags: [] }, jan)).rejects.toMatchObject({
      code: 'call_not_found',
    });
    expect((await room.calls.get(group, eva)).id).toBe(group);
    const [audience] = await room.calls.audienceOf([group]);
    expect(audience?.item).toMatchObject({ id: group, contactName: 'Client' });
    expect([...(audience?.employeeIds ?? [])].sort()).toEqual([anna, eva, jan].sort());
  });
});

describe('CallsService.get', () => {
  it('gives the call with everything known about it', async () => {
    const anna = await room.hire('Anna', '101');
    await room.meet('Client', ['+48600100200'], { managerId: anna });
    const id = await call({ recorded: true });
    await room.calls.addNote(id, 'Call back on Monday', anna, null);
    const detail = await room.calls.get(id, null);
    expect(callDetail.omit({ recording: true, recordings: true }).strict().parse(detail)).toEqual(detail);
    expect(detail).toMatchObject({
      version: 2,
      legs: [{ extension: '101', employeeName: 'Anna', result: 'answered' }],
      timeline: [{ kind: 'started' }, { kind: 'ringing', employeeName: 'Anna' }, { kind: 'ended' }],
      matches: [{ name: 'Client', managerName: 'Anna', chosen: false }],
      notes: [{ text: 'Call back on Monday', authorName: 'Anna', createdAt: '2026-03-05T09:15:00.000Z' }],
    });
    await expect(room.calls.get('0197f3a0-0000-7000-8000-000000000000', null)).rejects.toMatchObject({
      code: 'call_not_found',
    });
  });
});

describe('what people add', () => {
  it('survives the next fold and makes the call a newer version', async () => {
    const make = eventFactory('in_kept', new Date('2026-03-05T09:00:00Z'));
    const started = make.started({ caller: party('+48600100200') });
    const { callId } = await room.project('in_kept', [started]);
    const id = callId ?? '';
    expect(await room.calls.update(id, { tags: ['vip', 'vip', 'complaint'] }, null)).toMatchObject({
      version: 2,
      tags: ['complaint', 'vip'],
    });
    expect(await room.calls.addNote(id, 'Hello', null, null)).toMatchObject({
      note: { text: 'Hello', authorId: null, authorName: null },
      call: { id, version: 3 },
    });
    await room.project('in_kept', [started, make.expired()]);
    expect(await room.calls.get(id, null)).toMatchObject({
      version: 4,
      status: 'ended_unknown',
      tags: ['complaint', 'vip'],
      notes: [{ text: 'Hello' }],
    });
  });

  it('shows up as changed since a moment, earliest first', async () => {
    const [one, two] = [await call(), await call()];
    await room.calls.addNote(one, 'later', null, null);
    const changes = await room.calls.changedSince(new Date(0), 10);
    expect(changes.map(({ id, version }) => [id, version])).toEqual([
      [two, 1],
      [one, 2],
    ]);
    expect(await room.calls.changedSince(changes[1]?.updatedAt ?? new Date(), 10)).toHaveLength(0);
    expect(await room.calls.changedSince(new Date(0), 1)).toHaveLength(1);
  });
});

describe('CallsService.unfinished', () => {
  it('finds calls that ring or talk although nothing happened to them for long, longest first', async () => {
    const numbers = { caller: party('+48600100200') };
    for (const [index, answered] of [false, true, false, true].entries()) {
      const make = eventFactory(`in_open_${index}`, new Date('2026-03-05T09:00:00Z'));
      const answers = answered ? [make.answered({ ...numbers, internal: party('101') })] : [];
      await room.project(make.pbxCallId, [make.started(numbers), ...answers]);
      await room.dataSource.query(`UPDATE calls SET updated_at = $2 WHERE pbx_call_id = $1`, [
        make.pbxCallId,
        hour(index),
      ]);
    }
    await call();
    expect(await room.calls.unfinished({ ringing: hour(9), talking: hour(3) }, 10)).toEqual([
      'in_open_0',
      'in_open_1',
      'in_open_2',
    ]);
    expect(await room.calls.unfinished({ ringing: hour(0), talking: hour(9) }, 1)).toEqual(['in_open_1']);
  });

  it('passes over calls that were given up before, whose end nobody could process', async () => {
    for (const pbxCallId of ['in_given_up', 'in_forgotten']) {
      const make = eventFactory(pbxCallId, new Date('2026-03-05T09:00:00Z'));
      await room.project(pbxCallId, [make.started({ caller: party('+48600100200') })]);
    }
    await room.dataSource.query(
      `INSERT INTO inbound_events (dedupe_key, source, event, pbx_call_id, fields, received_at)
       VALUES ('given up', 'closer', 'expired', 'in_given_up', '{}', now())`,
    );
    const later = new Date(Date.now() + 60_000);
    expect(await room.calls.unfinished({ ringing: later, talking: later }, 10)).toEqual(['in_forgotten']);
  });

  const hour = (number: number) => new Date(Date.UTC(2026, 2, 5, number));
});

describe('whom a call is with', () => {
  const matchesOf = async (id: string) =>
    (await room.calls.get(id, null)).matches.map(({ name, chosen }) => (chosen ? `${name}!` : name));

  it('keeps every match: those with a manager first, then the latest call', async () => {
    const anna = await room.hire('Anna', '101');
    await room.meet('Early', ['+48600100200', '+48601000001']);
    const managed = await room.meet('Managed', ['+48600100200'], { managerId: anna });
    await room.meet('Late', ['+48600100200', '+48601000002']);
    await call({ number: '+48601000001', minute: 1 });
    await call({ number: '+48601000002', minute: 2 });
    expect(await matchesOf(await call({ minute: 3 }))).toEqual(['Managed', 'Late', 'Early']);
    expect(await list({ contactId: managed.id })).toHaveLength(1);
  });

  it('is whom somebody chose, for this call and later ones, until the choice is taken back', async () => {
    await room.meet('Anna', ['+48600100200']);
    const boss = await room.meet('Boss', []);
    const earlier = await call({ minute: 1 });
    const call2 = await call({ minute: 2 });
    const updated = await room.calls.update(call2, { contactId: boss.id }, null);
    expect(updated).toMatchObject({ contactId: boss.id, contactName: 'Boss', version: 2 });
    const later = await call({ minute: 30 });
    expect([await matchesOf(earlier), await matchesOf(call2), await matchesOf(later)]).toEqual([
      ['Anna'],
      ['Boss!', 'Anna'],
      ['Boss!', 'Anna'],
    ]);
    await room.calls.update(later, { contactId: null }, null);
    expect([await matchesOf(later), await matchesOf(await call({ minute: 40 }))]).toEqual([
      ['Anna'],
      ['Anna'],
    ]);
  });

  it('can be chosen for a hidden caller, for that call alone', async () => {
    const boss = await room.meet('Boss', []);
    const hidden = await call({ number: 'anonymous', minute: 1 });
    expect((await room.calls.update(hidden, { contactId: boss.id }, null)).contactName).toBe('Boss');
    expect(await matchesOf(await call({ number: 'anonymous', minute: 30 }))).toEqual([]);
  });

  it('is the next one after the chosen contact was deleted', async () => {
    await room.meet('Anna', ['+48600100200']);
    const boss = await room.meet('Boss', []);
    const id = await call();
    await room.calls.update(id, { contactId: boss.id }, null);
    const numbers = await room.calls.numbersOfContact(boss.id);
    expect(numbers).toEqual(['+48600100200']);
    await room.dataSource.query(`DELETE FROM contacts WHERE id = $1`, [boss.id]);
    await room.calls.rematch(numbers);
    expect(await room.calls.get(id, null)).toMatchObject({ contactName: 'Anna', version: 3 });
  });

  it('must exist to be chosen', async () => {
    const id = await call();
    const nobody = '0197f3a0-0000-7000-8000-000000000000';
    await expect(room.calls.update(id, { contactId: nobody, tags: ['x'] }, null)).rejects.toMatchObject({
      code: 'contact_not_found',
    });
    expect(await room.calls.get(id, null)).toMatchObject({ version: 1, tags: [] });
  });

  it('is found again for all calls of a number after contacts changed', async () => {
    const mine = await call({ minute: 1 });
    const other = await call({ minute: 2, number: '+48601000001' });
    await room.meet('Anna', ['+48600100200']);
    expect(await room.calls.rematch(['+48600100200', '+48601000001'])).toEqual([{ id: mine, version: 2 }]);
    expect(await room.calls.rematch(['+48600100200'])).toEqual([]);
    expect([await matchesOf(mine), await matchesOf(other)]).toEqual([['Anna'], []]);
    expect((await room.calls.get(mine, null)).version).toBe(2);
  });
});
