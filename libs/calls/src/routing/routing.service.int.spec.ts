import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import { type CallsRoom, openCallsRoom } from '../calls-room.fixture';
import { eventFactory } from '../testing';
import { party } from '../testing/event-factory';

const clock = new FakeClock(new Date('2026-03-05T09:15:00Z'));
const settings = { enabled: true, returnTimeoutSeconds: 20, onlyWhenOnline: false };
const number = '+48600100200';
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

const decide = (changes = {}) =>
  room.routing.decide({ externalNumber: number, settings: { ...settings, ...changes } });

describe('RoutingService.decide', () => {
  it('sends the call of a contact to the lowest active extension of its manager', async () => {
    const managerId = await room.hire('Anna', '205', '1001', '101');
    await room.dataSource.query(`UPDATE extensions SET active = false WHERE number = '101'`);
    await room.meet('Jan Kowalski', [number], { company: 'ACME', managerId });
    expect(await decide()).toEqual({
      answer: { redirect: '205', return_timeout: 20, caller_name: 'Jan Kowalski, ACME' },
      reason: 'manager',
      contactName: 'Jan Kowalski',
      employeeName: 'Anna',
      extension: '205',
    });
  });

  it('does not redirect to an extension that was taken from the manager', async () => {
    const managerId = await room.hire('Anna', '101');
    await room.meet('Jan', [number], { managerId });
    await room.pbx.assign('101', null);
    expect(await decide()).toMatchObject({
      reason: 'manager_without_extension',
      answer: { caller_name: 'Jan' },
    });
  });

  it('believes fresh presence if it is told to', async () => {
    const managerId = await room.hire('Anna', '101');
    await room.meet('Jan', [number], { managerId });
    await room.pbx.recordPresence('101', false, clock.now());
    expect((await decide({ onlyWhenOnline: true })).reason).toBe('manager_offline');
    clock.advance(5 * 60_000 + 1);
    expect((await decide({ onlyWhenOnline: true })).reason).toBe('manager');
  });

  it('leaves strangers and hidden callers to the PBX', async () => {
    expect(await decide()).toMatchObject({ reason: 'unknown_caller', answer: {} });
    expect(await room.routing.decide({ externalNumber: null, settings })).toMatchObject({
      reason: 'hidden_number',
      answer: {},
    });
    expect(await decide({ enabled: false })).toMatchObject({ reason: 'routing_off', answer: {} });
  });

  it('takes of several contacts the chosen one, else a managed one, else the one of the latest call', async () => {
    await room.meet('Early', [number, '+48601000001']);
    await room.meet('Late', [number, '+48601000002']);
    for (const [index, caller] of ['+48601000001', '+48601000002'].entries()) {
      const make = eventFactory(`in_${index}`, new Date(Date.UTC(2026, 2, 5, 8, index)));
      await room.project(make.pbxCallId, [make.started({ caller: party(caller) })]);
    }
    expect((await decide()).contactName).toBe('Late');
    await room.meet('Managed', [number], { managerId: await room.hire('Anna') });
    expect((await decide()).contactName).toBe('Managed');
    const make = eventFactory('in_3', new Date('2026-03-05T09:00:00Z'));
    const { callId } = await room.project('in_3', [make.started({ caller: party(number) })]);
    const boss = await room.meet('Boss', []);
    await room.calls.update(callId ?? '', { contactId: boss.id }, null);
    expect((await decide()).contactName).toBe('Boss');
  });
});
