import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import fc from 'fast-check';
import { type CallsRoom, openCallsRoom } from '../calls-room.fixture';
import { anyCall, eventFactory, type GeneratedCall } from '../testing';
import { party } from '../testing/event-factory';
import type { CallEvent } from '../fold/call-event';

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

beforeEach(() =>
  room.dataSource.query(
    `TRUNCATE calls, contacts, number_choices, extension_assignments, extensions, employees CASCADE`,
  ),
);

const from = { caller: party('+48600100200'), called: party('48221234567') };
const at = (extension: string) => ({ ...from, internal: party(extension) });
const id = 'in_5f2c9a7be0d14368a1b2c3d4e5f60718293a4b5c';
const make = eventFactory(id, new Date('2026-03-05T09:15:00Z'));

/** Every row of the room but what a rebuild may change. */
async function tables(): Promise<unknown[]> {
  const queries = [
    `SELECT to_jsonb(c) - 'version' - 'created_at' - 'updated_at' AS row FROM calls c ORDER BY id`,
    `SELECT to_jsonb(l) AS row FROM call_legs l ORDER BY call_id, extension`,
    `SELECT to_jsonb(m) AS row FROM call_matches m ORDER BY call_id, position`,
  ];
  return Promise.all(queries.map((query) => room.dataSource.query<unknown>(query)));
}

describe('CallsService.project', () => {
  it('writes a call once and only again when it changed', async () => {
    const started = make.started(from);
    const first = await room.project(id, [started]);
    expect(first).toMatchObject({ changed: true, version: 1 });
    expect(await room.project(id, [started, started])).toEqual({
      changed: false,
      hasRecording: false,
      callId: first.callId,
      version: 1,
      ringing: [],
      helperLegs: [],
      noCall: null,
    });
    expect(await room.project(id, [started, make.ringing(at('101'))])).toMatchObject({
      changed: true,
      version: 2,
    });
  });

  it('says so when the events make no call, and writes nothing', async () => {
    const helper = eventFactory('out_1', new Date('2026-03-05T09:15:00Z'));
    const leg = { caller: party('0'), internal: party('101'), called: party('101') };
    expect(await room.project('out_1', [helper.started(leg)])).toEqual({
      changed: false,
      hasRecording: false,
      callId: null,
      version: null,
      ringing: [],
      helperLegs: [],
      noCall: 'nobody_outside',
    });
    expect(await room.dataSource.query(`SELECT 1 FROM calls`)).toEqual([]);
  });

  it('reports extensions that begin to ring, each once and with its employee', async () => {
    const anna = await room.hire('Anna', '101');
    const jan = await room.hire('Jan', '102');
    const events: CallEvent[] = [make.started(from), make.ringing(at('101')), make.ringing(at('999'))];
    const [, ring] = events;
    expect((await room.project(id, events)).ringing).toEqual([
      { extension: '101', employeeId: anna, at: ring?.receivedAt },
    ]);
    events.push(make.ringing(at('102')));
    expect((await room.project(id, events)).ringing).toMatchObject([{ extension: '102', employeeId: jan }]);
    events.push(make.ended({ ...from, disposition: 'cancel' }));
    expect((await room.project(id, events)).ringing).toEqual([]);
  });

  it('gives a call its employee again after an extension was assigned', async () => {
    const events = [make.started(from), make.ringing(at('101'))];
    await room.project(id, events);
    const anna = await room.hire('Anna', '101');
    const refolded = await room.project(id, events);
    expect(refolded).toMatchObject({ changed: true, version: 2 });
    const { items } = await room.calls.list({ limit: 10 }, null, 'PL');
    expect(items).toMatchObject([{ employeeId: anna, employeeName: 'Anna', version: 2 }]);
    expect(await room.calls.pbxCallIdsOfExtension('101', '', 10)).toEqual([id]);
    expect(await room.calls.pbxCallIdsOfExtension('102', '', 10)).toEqual([]);
    expect(await room.calls.allPbxCallIds(id, 10)).toEqual([]);
  });

  it('moves a call when the zone of the account turns out to be another', async () => {
    const events = [make.started(from), make.ringing(at('101'))];
    await room.meet('Anna', ['+48600100200']);
    const { callId } = await room.project(id, events, 'UTC');
    await room.calls.update(callId ?? '', { tags: ['vip'] }, null);
    await room.project(id, events, 'Europe/Warsaw');
    const tables = ['calls', 'call_legs', 'call_matches', 'call_tags'];
    const rows = await room.dataSource.query<{ started_at: Date }[]>(
      tables.map((table) => `SELECT started_at FROM ${table}`).join(' UNION ALL '),
    );
    expect(rows.map((row) => row.started_at.toISOString())).toEqual(
      tables.map(() => '2026-03-05T09:15:00.000Z'),
    );
  });
});

describe('the table of calls', () => {
  it('comes to the same event by event, in any order with any repetition, as in a rebuild from all events at once', async () => {
    await room.hire('Anna', '100', '101');
    await room.hire('Jan', '102', '204');
    await room.meet('Known', ['+48600100200', '+48500000000']);
    await fc.assert(
      fc.asyncProperty(fc.array(delivery(), { minLength: 1, maxLength: 4 }), async (deliveries) => {
        await room.dataSource.query(`TRUNCATE calls CASCADE`);
        for (const { call, steps } of deliveries) {
          const told = new Map<string, CallEvent>();
          for (const event of steps) {
            // As the inbox does: a repeat changes nothing.
            told.set(event.hash, told.get(event.hash) ?? event);
            await room.project(call.pbxCallId, [...told.values()], call.zone);
          }
        }
        const projected = await tables();
        await room.dataSource.query(`TRUNCATE calls CASCADE`);
        for (const { call, steps } of [...deliveries].reverse()) {
          await room.project(call.pbxCallId, firstOfEach(steps), call.zone);
        }
        expect(await tables()).toEqual(projected);
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  function firstOfEach(steps: readonly CallEvent[]): CallEvent[] {
    return steps.filter((event, index) => steps.findIndex(({ hash }) => hash === event.hash) === index);
  }

  /** A call with its events and report rows in any order, some repeated. */
  function delivery(): fc.Arbitrary<{ call: GeneratedCall; steps: CallEvent[] }> {
    return anyCall().chain((call) => {
      const events = [...call.events, ...call.rows];
      return fc
        .tuple(fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events))
        .map(([all, again]) => ({ call, steps: [...all, ...again] }));
    });
  }
});
