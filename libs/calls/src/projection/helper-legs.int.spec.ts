import {
  createTestDatabase,
  FakeClock,
  foreignTable,
  type TestDatabase,
  testEnvironment,
} from '@callboard/testing';
import fc from 'fast-check';
import { type CallsRoom, openCallsRoom } from '../calls-room.fixture';
import type { CallEvent } from '../fold/call-event';
import { eventFactory } from '../testing';
import { party } from '../testing/event-factory';

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

interface Half {
  readonly id: string;
  readonly events: readonly CallEvent[];
}

interface Draft {
  readonly extension?: string;
  readonly number?: string;
  /** Seconds after nine. */
  readonly after?: number;
  readonly disposition?: string;
  readonly rangFor?: number;
  readonly recorded?: boolean;
  /** Whom the answer of the own phone names as dialled, if there is one. */
  readonly answerNames?: 'own phone' | 'customer';
}

const momentAfter = (seconds: number): Date => new Date(Date.UTC(2026, 2, 5, 9, 0, seconds));

/** The employee's own phone, which is what is being dialled. */
function ownPhone(id: string, draft: Draft = {}): Half {
  const { extension = '101', number = '+48600100200', after = 0, disposition = 'answered' } = draft;
  const { rangFor = 60, recorded = false, answerNames } = draft;
  const make = eventFactory(`out_${id}`, momentAfter(after));
  const numbers = { caller: party('0'), internal: party(number), called: party(extension) };
  const ended = {
    ...numbers,
    disposition,
    durationSeconds: disposition === 'answered' ? rangFor : 0,
    recorded,
  };
  const answers = {
    'own phone': make.answered(numbers),
    customer: make.answered({ ...numbers, internal: numbers.called, called: numbers.internal }),
  };
  const answer = answerNames === undefined ? [] : [answers[answerNames]];
  return { id: `out_${id}`, events: [make.started(numbers), ...answer, make.ended(ended, rangFor)] };
}

function customer(id: string, draft: Draft = {}): Half {
  const { extension = '101', number = '+48600100200', after = 8, disposition = 'answered' } = draft;
  const { recorded = false } = draft;
  const make = eventFactory(`out_${id}`, momentAfter(after));
  const numbers = { caller: party('0'), internal: party(extension), called: party(number) };
  return {
    id: `out_${id}`,
    events: [
      make.started(numbers),
      make.answered(numbers),
      make.ended({ ...numbers, disposition, durationSeconds: 40, recorded }, 50),
    ],
  };
}

async function play(...halves: readonly Half[]): Promise<void> {
  for (const { id, events } of halves) {
    await room.project(id, events);
  }
}

interface Delivery {
  readonly id: string;
  readonly event: CallEvent;
}

const toldOf = (halves: readonly Half[]): Delivery[] =>
  halves.flatMap(({ id, events }) => events.map((event) => ({ id, event })));

/** Forgets all calls and has these told, one event after the other. */
async function deliver(deliveries: readonly Delivery[]): Promise<void> {
  await room.dataSource.query(`TRUNCATE calls CASCADE`);
  const inbox = new Map<string, CallEvent[]>();
  for (const { id, event } of deliveries) {
    inbox.set(id, [...(inbox.get(id) ?? []), event]);
    await room.project(id, inbox.get(id) ?? []);
  }
}

/** The calls that are shown, oldest first. */
async function shown(): Promise<string[]> {
  const { items } = await room.calls.list({ limit: 50 }, null, 'PL');
  return items.map(({ pbxCallId }) => pbxCallId).reverse();
}

const idOf = (pbxCallId: string): Promise<string> =>
  room.dataSource
    .query<{ id: string }[]>(`SELECT id FROM calls WHERE pbx_call_id = $1`, [pbxCallId])
    .then(([row]) => row?.id ?? '');

describe('a callback told by two ids with the roles of its first half swapped', () => {
  it.each<[string, Draft]>([
    ['is not told', {}],
    ['names that phone', { answerNames: 'own phone' }],
    ['names the customer', { answerNames: 'customer' }],
  ])(
    'is one call in any order with any repetition, where the own phone’s answer %s',
    async (_, draft) => {
      const halves = [ownPhone('own', draft), customer('customer')];
      const told = toldOf(halves);
      const steps = fc
        .tuple(fc.shuffledSubarray(told, { minLength: told.length }), fc.subarray(told))
        .map(([all, again]) => [...all, ...again]);
      const rows = (): Promise<unknown> =>
        room.dataSource.query(
          `SELECT to_jsonb(c) - 'version' - 'created_at' - 'updated_at' AS row FROM calls c ORDER BY id`,
        );
      await play(...halves);
      const rebuilt = await rows();
      await fc.assert(
        fc.asyncProperty(steps, async (deliveries) => {
          await deliver(deliveries);
          expect(await shown()).toEqual(['out_customer']);
          expect(await rows()).toEqual(rebuilt);
        }),
        { numRuns: 30 },
      );
    },
    60_000,
  );

  it('tells which leg is shown no more, with its new version', async () => {
    await play(ownPhone('own'));
    expect(await shown()).toEqual(['out_own']);
    const { id, events } = customer('customer');
    const own = await idOf('out_own');
    expect(await room.project(id, events)).toMatchObject({
      changed: true,
      version: 1,
      helperLegs: [{ id: own, version: 2 }],
    });
    expect(await room.calls.audienceOf([own])).toMatchObject([{ helperOfId: await idOf('out_customer') }]);
  });

  it('gives a leg that comes late its version after it was tied', async () => {
    await play(customer('customer'));
    const { id, events } = ownPhone('own');
    expect(await room.project(id, events)).toMatchObject({ changed: true, version: 2, helperLegs: [] });
    expect(await room.project(id, events)).toMatchObject({ changed: false, version: 2, helperLegs: [] });
  });

  it('sees both halves when they are told at the same moment', async () => {
    const pairs = Array.from({ length: 12 }, (_, n) => `+${48600100300 + n}`).map((number, n) => [
      ownPhone(`own${n}`, { number }),
      customer(`customer${n}`, { number }),
    ]);
    await Promise.all(pairs.flat().map((half) => play(half)));
    expect((await shown()).filter((id) => id.startsWith('out_own'))).toEqual([]);
  });

  it('shows the call under the key of its helper leg, with what was written there', async () => {
    await play(ownPhone('own'));
    const own = await idOf('out_own');
    await room.calls.addNote(own, 'Ask for Ewa', null, null);
    await room.calls.update(own, { tags: ['vip'] }, null);
    await play(customer('customer'));
    const call = { id: await idOf('out_customer'), notes: [{ text: 'Ask for Ewa' }], tags: ['vip'] };
    expect(await room.calls.get(own, null)).toMatchObject(call);
    expect(await room.calls.addNote(own, 'She is away', null, null)).toMatchObject({ call: { id: call.id } });
    expect((await room.calls.get(call.id, null)).notes).toHaveLength(2);
    const { items } = await room.calls.list({ limit: 5, tag: 'vip' }, null, 'PL');
    expect(items).toMatchObject([{ id: call.id }]);
    await room.calls.update(call.id, { tags: [] }, null);
    for (const zone of ['UTC', 'Europe/Warsaw']) {
      for (const { id, events } of [ownPhone('own'), customer('customer')]) {
        await room.project(id, events, zone);
      }
    }
    expect((await room.calls.get(own, null)).tags).toEqual([]);
  });
});

describe('a helper leg whose recording changes', () => {
  it('makes its call a newer version too', async () => {
    await play(ownPhone('own'), customer('customer'));
    const [own, call] = [await idOf('out_own'), await idOf('out_customer')];
    const touched = await room.dataSource.transaction((manager) => room.calls.touch([own], manager));
    expect(touched).toEqual([
      { id: own, version: 3 },
      { id: call, version: 2 },
    ]);
  });
});

describe('the filter for calls with recordings', () => {
  const bool = fc.boolean();
  const callbacks = fc.array(
    fc.record({ atCall: bool, atLegs: fc.array(bool, { maxLength: 2 }), legFirst: bool }),
    { minLength: 1, maxLength: 6 },
  );

  /** All pages of one call each, so that every place of the list is a border. */
  async function found(query: object, limitedTo: string | null): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await room.calls.list(
        { limit: 1, ...query, ...(cursor !== undefined && { cursor }) },
        limitedTo,
        'PL',
      );
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return ids;
  }

  it('finds what the list shows as recorded, by whichever leg, beside any other filter', async () => {
    const employee = await room.hire('Ewa', '101');
    const contact = await room.meet('Jan', ['+48600100200']);
    const places = [
      [{}, null],
      [{}, employee],
      [{ tag: 'vip' }, null],
      [{ contactId: contact.id }, null],
      [{ search: 'Jan' }, null],
      [{ direction: 'outgoing' }, null],
      [{ status: ['answered', 'missed'] }, null],
    ] as const;
    await fc.assert(
      fc.asyncProperty(callbacks, async (drafts) => {
        await room.dataSource.query(`TRUNCATE calls CASCADE`);
        for (const [n, { atCall, atLegs, legFirst }] of drafts.entries()) {
          const after = n * 600;
          const legs = atLegs.map((recorded, i) => ownPhone(`own${n}${i}`, { after: after + i, recorded }));
          const call = customer(`customer${n}`, { after: after + 8, recorded: atCall });
          await play(...(legFirst ? [...legs, call] : [call, ...legs]));
        }
        await room.dataSource.query(
          `INSERT INTO call_tags (call_id, tag, started_at) SELECT id, 'vip', started_at FROM calls`,
        );
        const { items } = await room.calls.list({ limit: 50 }, null, 'PL');
        const recorded = drafts.map(({ atCall, atLegs }) => atCall || atLegs.includes(true)).reverse();
        expect(items.map(({ hasRecording }) => hasRecording)).toEqual(recorded);
        for (const [query, limitedTo] of places) {
          for (const hasRecording of [true, false]) {
            const expected = items.filter((item) => item.hasRecording === hasRecording);
            const ids = await found({ ...query, hasRecording }, limitedTo);
            expect(ids).toEqual(expected.map(({ id }) => id));
          }
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('keeps the order of the list when the start of the call turns out to be another', async () => {
    const other = customer('other', { number: '+48600100201', after: 14, recorded: true });
    await play(ownPhone('own', { recorded: true }), customer('customer'), other);
    const [call, between] = [await idOf('out_customer'), await idOf('out_other')];
    expect(await found({ hasRecording: true }, null)).toEqual([between, call]);
    await play(customer('customer', { after: 20 }));
    expect(await found({ hasRecording: true }, null)).toEqual([call, between]);
  });
});

describe('a phone of ours that rang for a customer', () => {
  it.each<[string, Draft]>([
    ['another extension', { extension: '102' }],
    ['another number', { number: '+48600100201' }],
    ['a customer who was dialled much later', { after: 200 }],
    ['a customer who was dialled before', { after: -20 }],
  ])('is a call of its own beside %s', async (_, draft) => {
    await play(ownPhone('own'), customer('customer', draft));
    expect(await shown()).toHaveLength(2);
  });

  it('stays a call while nothing is told of the customer', async () => {
    await play(ownPhone('away', { disposition: 'no answer', rangFor: 20 }));
    expect(await shown()).toEqual(['out_away']);
  });

  it('belongs to the call that comes of the next try', async () => {
    await play(ownPhone('away', { disposition: 'no answer', rangFor: 20 }));
    await play(ownPhone('own', { after: 40 }), customer('customer', { after: 47 }));
    expect(await shown()).toEqual(['out_customer']);
  });

  it('belongs to its call though the PBX’s clock is ahead, and it seems over before the customer was dialled', async () => {
    await play(ownPhone('own', { rangFor: 2 }), customer('customer', { after: 8 }));
    expect(await shown()).toEqual(['out_customer']);
  });

  it('becomes a call again when the customer turns out to be dialled under the same id', async () => {
    await play(ownPhone('one'), customer('other', { after: 30 }));
    expect(await shown()).toEqual(['out_other']);
    await play({ id: 'out_one', events: [...ownPhone('one').events, ...customer('one').events] });
    expect(await shown()).toEqual(['out_one', 'out_other']);
  });
});
