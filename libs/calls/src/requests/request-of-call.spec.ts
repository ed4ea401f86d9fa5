import fc from 'fast-check';
import type { DialledCall } from './dialled-call';
import { type Candidate, requestOfCall } from './request-of-call';

const dialledAt = new Date('2026-03-05T10:00:00Z').getTime();
const at = (seconds: number): Date => new Date(dialledAt + seconds * 1_000);
const rings = { about: 'customer', state: 'customer_ringing', failure: null } as const;
const ownRings = { about: 'own_phone', state: 'phone_ringing', failure: null } as const;

const wish = (given: Partial<Candidate> = {}): Candidate => ({
  id: 'one',
  state: 'phone_ringing',
  failureCode: null,
  extension: '101',
  number: '+48600100200',
  callId: null,
  helperPbxCallId: null,
  diallingAt: at(0),
  ...given,
});

const call = (given: Partial<DialledCall> = {}): DialledCall => ({
  extensions: ['101'],
  numbers: ['+48600100200'],
  startedAt: at(3),
  firstToldAt: at(4),
  isHelper: false,
  progress: rings,
  ...given,
});

const keys = { pbxCallId: 'out_1', callId: 'call' };
const helperKeys = { pbxCallId: 'out_helper', callId: null };
const helper = (given: Partial<DialledCall> = {}): DialledCall =>
  call({ isHelper: true, numbers: [], progress: ownRings, ...given });
const idOf = (call_: DialledCall, candidates: Candidate[], of: typeof keys | typeof helperKeys = keys) =>
  requestOfCall(of, call_, candidates)?.id ?? null;

describe('the wish of a call', () => {
  it('has its extension and number, and was dialled within 2 minutes of its start', () => {
    expect(idOf(call(), [wish()])).toBe('one');
    expect(idOf(call({ startedAt: at(120), firstToldAt: at(121) }), [wish()])).toBe('one');
    expect(idOf(call({ startedAt: at(121), firstToldAt: at(121) }), [wish()])).toBeNull();
    expect(idOf(call({ extensions: ['102'] }), [wish()])).toBeNull();
    expect(idOf(call({ numbers: ['+48600100201'] }), [wish()])).toBeNull();
    expect(idOf(call({ numbers: [] }), [wish()])).toBeNull();
  });

  it('bears with the PBX’s clock, but a call that was told of before cannot be it', () => {
    expect(idOf(call({ startedAt: at(-30) }), [wish()])).toBe('one');
    expect(idOf(call({ startedAt: at(-30), firstToldAt: at(-29) }), [wish()])).toBeNull();
  });

  it('is the nearest', () => {
    const candidates = [wish({ id: 'early', diallingAt: at(-20) }), wish({ id: 'late', diallingAt: at(10) })];
    expect(idOf(call({ startedAt: at(-6), firstToldAt: at(20) }), candidates)).toBe('early');
    expect(idOf(call({ startedAt: at(6), firstToldAt: at(20) }), candidates)).toBe('late');
  });

  it.each([
    { state: 'requested', diallingAt: null },
    { state: 'failed', failureCode: 'rate_limited' },
    { state: 'failed', failureCode: 'phone_not_answered' },
    { state: 'ended' },
    { state: 'talking', callId: 'another' },
    { state: 'unknown', failureCode: 'outcome_unknown', callId: 'another' },
  ] as const)('is none of those that never rang, came to nothing or have their call: %j', (given) => {
    expect(idOf(call(), [wish(given)])).toBeNull();
  });

  it('may be one of which nothing was known any more', () => {
    expect(idOf(call(), [wish({ state: 'unknown', failureCode: 'outcome_unknown' })])).toBe('one');
  });

  it('stays the one it is tied to, even if another is nearer', () => {
    const tied = wish({ id: 'tied', callId: 'call', state: 'ended', diallingAt: at(-100) });
    expect(idOf(call(), [wish(), tied])).toBe('tied');
  });

  it('takes the customer’s leg in place of the own phone’s, roles swapped, that came under another id', () => {
    const waiting = wish({ callId: 'own leg' });
    expect(idOf(call(), [waiting])).toBe('one');
    expect(idOf(call({ progress: ownRings }), [waiting])).toBeNull();
  });

  it('is not found for a helper leg that rings for another number', () => {
    expect(idOf(helper({ numbers: ['+48600100200'] }), [wish()], helperKeys)).toBe('one');
    expect(idOf(helper({ numbers: ['+48600100201'] }), [wish()], helperKeys)).toBeNull();
  });

  it('takes the customer’s leg although the own phone seemed to come to nothing', () => {
    const failed = wish({
      state: 'failed',
      failureCode: 'phone_not_answered',
      helperPbxCallId: 'out_helper',
    });
    expect(idOf(call(), [failed])).toBe('one');
    expect(idOf(call({ progress: ownRings }), [failed])).toBeNull();
    const again = wish({ id: 'again', diallingAt: at(-30) });
    expect(idOf(call(), [failed, again])).toBe('again');
    expect(idOf(call(), [{ ...failed, callId: 'another' }])).toBeNull();
  });

  it('may be told of the phone that rang first when all else is known', () => {
    const over = wish({ state: 'ended', callId: 'call' });
    expect(idOf(helper({ numbers: ['+48600100200'] }), [over], helperKeys)).toBe('one');
    expect(idOf(helper(), [{ ...over, callId: null }], helperKeys)).toBeNull();
  });

  it('is found for a helper leg without any number, once', () => {
    expect(idOf(helper(), [wish()], helperKeys)).toBe('one');
    expect(idOf(helper(), [wish({ helperPbxCallId: 'out_other' })], helperKeys)).toBeNull();
    const tied = wish({ id: 'tied', helperPbxCallId: 'out_helper', state: 'talking', diallingAt: at(-60) });
    expect(idOf(helper(), [wish(), tied], helperKeys)).toBe('tied');
  });
});

describe('wishes and calls of two who call the same number at once', () => {
  it('pair by the extension, in whatever order the calls are told', () => {
    const numbers = fc.constantFrom('+48600100200', '+48600100201');
    const wishes = fc.uniqueArray(
      fc.record({
        extension: fc.constantFrom('100', '101', '102', '103'),
        number: numbers,
        second: fc.nat(60),
      }),
      { selector: ({ extension, number }) => `${extension} ${number}`, minLength: 1 },
    );
    const cases = wishes.chain((made) =>
      fc.record({
        made: fc.constant(made),
        order: fc.shuffledSubarray([...made.keys()], { minLength: made.length }),
        lag: fc.integer({ min: 0, max: 50 }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ made, order, lag }) => {
        const rows = made.map(({ extension, number, second }, index) => ({
          ...wish({ id: String(index), extension, number, diallingAt: at(second) }),
        }));
        for (const index of order) {
          const { extension, number, second } = made[index] ?? { extension: '', number: '', second: 0 };
          const told = call({
            extensions: [extension],
            numbers: [number],
            startedAt: at(second + lag),
            firstToldAt: at(second + lag),
          });
          const row = requestOfCall({ pbxCallId: `out_${index}`, callId: `call ${index}` }, told, rows);
          expect(row?.id).toBe(String(index));
          Object.assign(row ?? {}, { callId: `call ${index}`, state: 'customer_ringing' });
        }
        expect(new Set(rows.map(({ callId }) => callId)).size).toBe(rows.length);
      }),
    );
  });

  it('never share a call, however close one person’s clicks on one number are', () => {
    const seconds = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(seconds, fc.array(fc.nat(100), { minLength: 1, maxLength: 8 }), (clicks, starts) => {
        const rows = clicks.map((second) => wish({ id: String(second), diallingAt: at(second) }));
        starts.forEach((second, index) => {
          const told = call({ startedAt: at(second), firstToldAt: at(200) });
          const row = requestOfCall({ pbxCallId: `out_${index}`, callId: `call ${index}` }, told, rows);
          expect(row?.callId ?? null).toBeNull();
          Object.assign(row ?? {}, { callId: `call ${index}`, state: 'customer_ringing' });
        });
        const tied = rows.filter(({ callId }) => callId !== null);
        expect(tied).toHaveLength(Math.min(clicks.length, starts.length));
      }),
    );
  });
});
