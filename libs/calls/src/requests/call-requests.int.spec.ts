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

const number = '+48600100200';
let database: TestDatabase;
let room: CallsRoom;

beforeAll(async () => {
  database = await createTestDatabase();
  const environment = testEnvironment({ DATABASE_URL: database.url });
  room = await openCallsRoom(environment, new FakeClock(), [foreignTable('employees')]);
});

afterAll(async () => {
  await room.close();
  await database.drop();
});

beforeEach(async () => {
  await room.dataSource.query(
    `TRUNCATE call_requests, calls, contacts, extension_assignments, extensions, employees CASCADE`,
  );
});

/** A wish that was dialled so many seconds ago. */
async function dialled(employeeId: string, secondsAgo = 0): Promise<string> {
  const wish = { employeeId, to: number, country: 'PL', idempotencyKey: null };
  const { callRequest } = await room.requests.request(wish);
  await room.requests.claimForDialling(callRequest.id);
  await room.requests.dialled(callRequest.id);
  await room.dataSource.query(
    `UPDATE call_requests SET requested_at = requested_at - make_interval(secs => $2),
       dialling_at = dialling_at - make_interval(secs => $2) WHERE id = $1`,
    [callRequest.id, secondsAgo],
  );
  return callRequest.id;
}

/** Events of a call that begins now, or so many seconds ago. */
function ringing(pbxCallId: string, extension: string, secondsAgo = 0) {
  const make = eventFactory(pbxCallId, new Date(Date.now() - secondsAgo * 1_000));
  const numbers = { caller: party('0'), internal: party(extension), called: party(number) };
  const own = { ...numbers, internal: party(number), called: party(extension) };
  return {
    start: make.started(numbers),
    end: make.ended({ ...numbers, disposition: 'busy' }),
    answeredEnd: make.ended({ ...numbers, disposition: 'answered', durationSeconds: 30 }),
    ownStart: make.started(own),
    ownAnswer: make.answered(numbers),
    ownBusy: make.ended({ ...own, disposition: 'busy' }),
    ownEnd: make.ended({ ...own, disposition: 'answered', durationSeconds: 40 }),
    helperStart: make.started({ ...numbers, called: party(extension) }),
    helperEnd: make.ended({ ...numbers, called: party(extension), disposition: 'no answer' }),
  };
}

const stateOf = async (id: string) => {
  const { state, callId, failure, version } = await room.requests.get(id, null);
  return { state, callId, failure: failure?.code ?? null, version };
};

const shown = async () => (await room.calls.list({ limit: 10 }, null, 'PL')).items;

describe('a wish and its call', () => {
  it('are tied once, and a repeat changes nothing', async () => {
    const anna = await room.hire('Anna', '101');
    const id = await dialled(anna);
    const { start, end } = ringing('out_1', '101');
    expect(await room.follow('out_1', [start])).toMatchObject({ id, version: 4, employeeId: anna });
    expect(await room.follow('out_1', [start])).toBeNull();
    expect(await room.follow('out_1', [start, end])).toMatchObject({ id, version: 5 });
    expect(await room.follow('out_1', [end, start, end])).toBeNull();
    const calls = await room.dataSource.query<{ id: string }[]>(`SELECT id FROM calls`);
    expect(await stateOf(id)).toMatchObject({
      state: 'failed',
      failure: 'customer_busy',
      callId: calls[0]?.id,
    });
  });

  it('stay one pair each when many calls come at the same moment', async () => {
    const extensions = ['101', '102', '103', '104'];
    const ids: string[] = [];
    for (const extension of extensions) {
      ids.push(await dialled(await room.hire(extension, extension)));
    }
    const told = extensions.flatMap((extension, index) => [
      { key: `out_${index}`, events: [ringing(`out_${index}`, extension).start] },
      { key: `out_helper_${index}`, events: [ringing(`out_helper_${index}`, extension).helperStart] },
      // The same extension rings the same number once more, by hand: it has no wish of its own.
      { key: `out_again_${index}`, events: [ringing(`out_again_${index}`, extension, 1).start] },
    ]);
    await Promise.all(told.map(({ key, events }) => room.follow(key, events)));
    const rows = await room.dataSource.query<{ wish: string; called: string; dialled: string }[]>(
      `SELECT r.extension AS wish, c.extension AS called, c.pbx_call_id AS dialled
       FROM call_requests r JOIN calls c ON c.id = r.call_id ORDER BY r.extension`,
    );
    expect(rows.map(({ wish, called }) => [wish, called])).toEqual(extensions.map((one) => [one, one]));
    expect(new Set(rows.map(({ dialled: key }) => key)).size).toBe(ids.length);
    expect(await room.dataSource.query(`SELECT 1 FROM calls`)).toHaveLength(8);
  });

  it('of two clicks on one number belong together by the nearest moment', async () => {
    const anna = await room.hire('Anna', '101');
    const first = await dialled(anna, 60);
    const second = await dialled(anna, 20);
    await room.follow('out_b', [ringing('out_b', '101', 19).start]);
    await room.follow('out_a', [ringing('out_a', '101', 58).start]);
    const keys = await room.dataSource.query<{ id: string; key: string }[]>(
      `SELECT r.id, c.pbx_call_id AS key FROM call_requests r JOIN calls c ON c.id = r.call_id`,
    );
    expect(new Map(keys.map(({ id, key }) => [id, key]))).toEqual(
      new Map([
        [first, 'out_a'],
        [second, 'out_b'],
      ]),
    );
  });

  it('hear of the own phone by a leg that is no call', async () => {
    const anna = await room.hire('Anna', '101');
    const id = await dialled(anna);
    const { helperStart, helperEnd } = ringing('out_helper', '101');
    expect(await room.follow('out_helper', [helperStart])).toMatchObject({ id });
    expect(await stateOf(id)).toMatchObject({ state: 'phone_ringing', callId: null });
    await room.follow('out_helper', [helperStart, helperEnd]);
    expect(await stateOf(id)).toMatchObject({
      state: 'failed',
      failure: 'phone_not_answered',
      callId: null,
    });
    expect(await room.dataSource.query(`SELECT 1 FROM calls`)).toEqual([]);
  });

  it('go from the own phone’s leg, roles swapped, to the customer’s under another id', async () => {
    const anna = await room.hire('Anna', '101');
    const id = await dialled(anna);
    const { ownStart, ownEnd } = ringing('out_own', '101');
    await room.follow('out_own', [ownStart]);
    expect(await stateOf(id)).toMatchObject({ state: 'phone_ringing', callId: null });
    expect(await shown()).toEqual([]);
    await room.follow('out_customer', [ringing('out_customer', '101').start]);
    const [call] = await shown();
    expect(call).toMatchObject({ pbxCallId: 'out_customer' });
    expect(await stateOf(id)).toMatchObject({ state: 'customer_ringing', callId: call?.id });
    await room.follow('out_own', [ownStart, ownEnd]);
    expect(await shown()).toHaveLength(1);
    expect(await stateOf(id)).toMatchObject({ state: 'customer_ringing', callId: call?.id });
  });

  it('wait for the customer’s turn though the answer of the own phone names the customer as dialled', async () => {
    const anna = await room.hire('Anna', '101');
    const id = await dialled(anna);
    const { ownStart, ownAnswer, ownEnd } = ringing('out_own', '101');
    await room.follow('out_own', [ownStart, ownAnswer]);
    expect(await stateOf(id)).toMatchObject({ state: 'phone_ringing', callId: null });
    expect(await shown()).toEqual([]);
    const { start, answeredEnd } = ringing('out_customer', '101');
    await room.follow('out_customer', [start]);
    await room.follow('out_own', [ownStart, ownAnswer, ownEnd]);
    expect(await stateOf(id)).toMatchObject({ state: 'customer_ringing' });
    await room.follow('out_customer', [start, answeredEnd]);
    const [call, ...others] = await shown();
    expect(others).toEqual([]);
    expect(call).toMatchObject({ pbxCallId: 'out_customer' });
    expect(await stateOf(id)).toMatchObject({ state: 'ended', failure: null, callId: call?.id });
  });

  it('are one call when the customer is dialled under the id of the own phone’s leg', async () => {
    const anna = await room.hire('Anna', '101');
    const id = await dialled(anna);
    const { ownStart, start } = ringing('out_one', '101');
    await room.follow('out_one', [ownStart]);
    expect(await shown()).toEqual([]);
    await room.follow('out_one', [ownStart, start]);
    const [call] = await shown();
    expect(await stateOf(id)).toMatchObject({ state: 'customer_ringing', callId: call?.id });
    expect(await room.calls.get(call?.id ?? '', null)).toMatchObject({ pbxCallId: 'out_one' });
  });

  it('are no call when the own phone is busy: nobody called the customer', async () => {
    const anna = await room.hire('Anna', '101');
    const id = await dialled(anna);
    const { ownStart, ownBusy } = ringing('out_own', '101');
    await room.follow('out_own', [ownStart, ownBusy]);
    expect(await stateOf(id)).toMatchObject({ state: 'failed', failure: 'phone_busy', callId: null });
    expect(await shown()).toEqual([]);
    const [leg] = await room.dataSource.query<{ id: string }[]>(`SELECT id FROM calls`);
    expect(await room.calls.audienceOf([leg?.id ?? ''])).toMatchObject([{ isShown: false }]);
    await expect(room.calls.get(leg?.id ?? '', null)).rejects.toMatchObject({ code: 'call_not_found' });
  });

  it('are a call when the PBX tells of a conversation on the own phone’s leg and of nothing else', async () => {
    const anna = await room.hire('Anna', '101');
    const id = await dialled(anna);
    const { ownStart, ownEnd } = ringing('out_own', '101');
    await room.follow('out_own', [ownStart]);
    await room.follow('out_own', [ownStart, ownEnd]);
    const [call] = await shown();
    expect(call).toMatchObject({ status: 'answered', externalNumber: number, extension: '101' });
    expect(await stateOf(id)).toMatchObject({ callId: call?.id });
    const { start } = ringing('out_customer', '101');
    await room.follow('out_customer', [start]);
    const calls = await shown();
    expect(calls).toMatchObject([{ pbxCallId: 'out_customer' }]);
    expect(await stateOf(id)).toMatchObject({ state: 'customer_ringing', callId: calls[0]?.id });
  });

  it('end when nothing but a conversation on the own phone’s leg was told for a while', async () => {
    const anna = await room.hire('Anna', '101');
    const id = await dialled(anna);
    const { ownStart, ownEnd } = ringing('out_own', '101');
    await room.follow('out_own', [ownStart, ownEnd]);
    expect(await stateOf(id)).toMatchObject({ state: 'phone_ringing' });
    const later = `UPDATE call_requests SET updated_at = updated_at - interval '16 s'`;
    await room.dataSource.query(later);
    expect(await room.requests.giveUpOverdue()).toMatchObject([{ id, employeeId: anna }]);
    const [call] = await shown();
    expect(await stateOf(id)).toMatchObject({ state: 'ended', failure: null, callId: call?.id });
  });

  it('end with their call though the own phone’s answer was told before its start and seemed the customer’s', async () => {
    const anna = await room.hire('Anna', '101');
    const id = await dialled(anna);
    const { ownStart, ownAnswer, ownEnd } = ringing('out_own', '101');
    await room.follow('out_own', [ownAnswer]);
    expect(await stateOf(id)).toMatchObject({ state: 'talking' });
    await room.follow('out_own', [ownAnswer, ownStart]);
    const later = `UPDATE call_requests SET updated_at = updated_at - interval '16 s'`;
    await room.dataSource.query(later);
    expect(await room.requests.giveUpOverdue()).toEqual([]);
    await room.follow('out_own', [ownAnswer, ownStart, ownEnd]);
    expect(await room.requests.giveUpOverdue()).toMatchObject([{ id }]);
    const [call] = await shown();
    expect(await stateOf(id)).toMatchObject({ state: 'ended', failure: null, callId: call?.id });
  });

  it('go on when the phone seemed busy and the customer is dialled all the same', async () => {
    const anna = await room.hire('Anna', '101');
    const id = await dialled(anna);
    const { ownStart, ownBusy } = ringing('out_own', '101');
    await room.follow('out_own', [ownStart, ownBusy]);
    const { start, answeredEnd } = ringing('out_customer', '101');
    await room.follow('out_customer', [start]);
    await room.follow('out_customer', [start, answeredEnd]);
    const [call, ...others] = await shown();
    expect(others).toEqual([]);
    expect(await stateOf(id)).toMatchObject({ state: 'ended', failure: null, callId: call?.id });
  });

  it('leave a phone that rang for a customer without a wish in the list', async () => {
    await room.hire('Anna', '101');
    const { ownStart, ownBusy } = ringing('out_own', '101');
    await room.follow('out_own', [ownStart, ownBusy]);
    expect(await shown()).toMatchObject([{ status: 'busy', extension: '101' }]);
  });

  it('are not tied when the wish was never dialled, or is somebody else’s', async () => {
    const anna = await room.hire('Anna', '101');
    await room.hire('Jan', '102');
    const wish = { employeeId: anna, to: number, country: 'PL', idempotencyKey: null };
    const { callRequest } = await room.requests.request(wish);
    expect(await room.follow('out_1', [ringing('out_1', '101').start])).toBeNull();
    await room.requests.claimForDialling(callRequest.id);
    expect(await room.follow('out_2', [ringing('out_2', '102').start])).toBeNull();
    expect(await stateOf(callRequest.id)).toMatchObject({ state: 'dialling', callId: null });
  });
});

describe('a wish', () => {
  it('is taken for dialling by one, however many try', async () => {
    const anna = await room.hire('Anna', '101');
    const wish = { employeeId: anna, to: number, country: 'PL', idempotencyKey: null };
    const { callRequest } = await room.requests.request(wish);
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => room.requests.claimForDialling(callRequest.id)),
    );
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
  });

  it('does not go back to what the PBX’s answer said when events said more', async () => {
    const anna = await room.hire('Anna', '101');
    const wish = { employeeId: anna, to: number, country: 'PL', idempotencyKey: null };
    const { callRequest } = await room.requests.request(wish);
    await room.requests.claimForDialling(callRequest.id);
    await room.follow('out_1', [ringing('out_1', '101').start]);
    expect(await room.requests.dialled(callRequest.id)).toBeNull();
    expect(await room.requests.outcomeUnknown(callRequest.id)).toBeNull();
    expect(await stateOf(callRequest.id)).toMatchObject({ state: 'customer_ringing' });
  });
});
