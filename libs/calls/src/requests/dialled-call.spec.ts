import fc from 'fast-check';
import { anyCall, eventFactory } from '../testing';
import type { CallEvent } from '../fold/call-event';
import { party } from '../testing/event-factory';
import { readDialledCall } from './dialled-call';
import { nextProgress, type RequestProgress } from './request-progress';

const zone = 'Europe/Warsaw';
const make = eventFactory('out_1', new Date('2026-03-05T09:15:00Z'), zone);
const own = { caller: party('0'), internal: party('+48600100200'), called: party('101') };
const customers = { caller: party('0'), internal: party('101'), called: party('600100200') };
const helper = { caller: party('0'), internal: party('101'), called: party('101') };
const progressOf = (...events: CallEvent[]) => readDialledCall(events, zone)?.progress;

describe('an outgoing call, read as the call of a wish', () => {
  it('tells the own phone from the customer’s by who is dialled, not by who is named where', () => {
    expect(readDialledCall([make.started(own)], zone)).toMatchObject({
      extensions: ['101'],
      numbers: ['+48600100200'],
      isHelper: true,
      progress: { about: 'own_phone', state: 'phone_ringing' },
    });
    expect(readDialledCall([make.started(customers)], zone)).toMatchObject({ isHelper: false });
    expect(progressOf(make.started(own), make.started(customers))).toMatchObject({
      about: 'customer',
      state: 'customer_ringing',
    });
    expect(progressOf(make.answered(customers))).toMatchObject({ about: 'customer', state: 'talking' });
  });

  it.each([
    ['answered', 'ended', null],
    ['busy', 'failed', 'customer_busy'],
    ['no answer', 'failed', 'customer_not_answered'],
    ['no money', 'failed', 'no_money'],
    ['unallocated number', 'failed', 'bad_number'],
    ['call failed', 'failed', 'call_failed'],
    ['no day limit', 'failed', 'call_failed'],
    ['cancel', 'ended', null],
  ])('ends by the customer’s "%s" as %s, %s', (disposition, state, failure) => {
    const durationSeconds = disposition === 'answered' ? 30 : 0;
    const end = make.ended({ ...customers, disposition, durationSeconds });
    // The own phone's end is "answered" whatever the customer did, and may come before or after.
    const ownEnd = make.ended({ ...own, disposition: 'answered', durationSeconds: 60 });
    for (const events of [[end], [end, ownEnd], [ownEnd, end]]) {
      expect(progressOf(make.started(own), ...events)).toEqual({ about: 'customer', state, failure });
    }
  });

  it('waits for the customer’s turn while only the own phone’s end is known, and takes that for the call', () => {
    const end = make.ended({ ...own, disposition: 'answered', durationSeconds: 60 });
    expect(readDialledCall([make.started(own), end], zone)).toMatchObject({
      isHelper: false,
      progress: { about: 'own_phone', state: 'phone_ringing' },
    });
  });

  it('takes the own phone’s leg for the call when there is a recording of it', () => {
    const end = make.ended({ ...own, disposition: 'no answer' });
    expect(readDialledCall([make.started(own), end], zone)).toMatchObject({ isHelper: true });
    const recorded = [make.started(own), end, make.recorded('1772702100.1')];
    expect(readDialledCall(recorded, zone)).toMatchObject({ isHelper: false });
  });

  it('becomes unknown when its end is never told', () => {
    expect(progressOf(make.started(customers), make.expired())).toEqual({
      about: 'customer',
      state: 'unknown',
      failure: 'outcome_unknown',
    });
  });

  it.each([
    ['no answer', 'phone_not_answered'],
    ['cancel', 'phone_not_answered'],
    ['busy', 'phone_busy'],
    ['failed', 'call_failed'],
    ['no money', 'no_money'],
  ])('fails by a helper leg that ends "%s" as %s', (disposition, failure) => {
    const events = [make.started(helper), make.ended({ ...helper, disposition })];
    expect(readDialledCall(events, zone)).toMatchObject({
      extensions: ['101'],
      isHelper: true,
      progress: { about: 'own_phone', state: 'failed', failure },
    });
    const nameless = events.map((event) => ({ ...event, internal: null }));
    expect(readDialledCall(nameless, zone)).toMatchObject({ extensions: ['101'], isHelper: true });
  });

  it.each([
    ['no answer', 'phone_not_answered'],
    ['busy', 'phone_busy'],
  ])('fails by an own leg with swapped roles that ends "%s" as %s', (disposition, failure) => {
    expect(readDialledCall([make.started(own), make.ended({ ...own, disposition })], zone)).toMatchObject({
      isHelper: true,
      progress: { about: 'own_phone', state: 'failed', failure },
    });
  });

  it('is none when it comes in, when two extensions talk, and when nothing says who or when', () => {
    const incoming = eventFactory('in_1', new Date('2026-03-05T09:15:00Z'));
    expect(readDialledCall([incoming.started({ caller: party('+48600100200') })], zone)).toBeNull();
    expect(readDialledCall([make.started({ ...helper, internal: party('102') })], zone)).toBeNull();
    expect(readDialledCall([make.expired()], zone)).toBeNull();
    expect(readDialledCall([], zone)).toBeNull();
  });

  it('brings its wish to the same end in any order and with any repetition', () => {
    const names = [
      'outgoing-answered',
      'outgoing-unanswered',
      'outgoing-busy',
      'outgoing-failed',
      'outgoing-no-money',
      'callback-one-id',
      'callback-one-id-unanswered',
      'callback-agent-away',
    ];
    const cases = anyCall(names).chain((call) => {
      const all = [...call.events, ...call.rows];
      return fc
        .tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all))
        .map(([events, again]) => ({ call, all, deliveries: [...events, ...again] }));
    });
    fc.assert(
      fc.property(cases, ({ call, all, deliveries }) => {
        const start: RequestProgress = { state: 'phone_ringing', failure: null };
        const after = (progress: RequestProgress, events: readonly CallEvent[]): RequestProgress => {
          const read = readDialledCall(events, call.zone);
          return read ? nextProgress(progress, read.progress) : progress;
        };
        const told = deliveries.reduce<RequestProgress>(
          (progress, _, index) => after(progress, deliveries.slice(0, index + 1)),
          start,
        );
        expect(told).toEqual(after(start, all));
        expect(['ended', 'failed']).toContain(told.state);
      }),
      { numRuns: 1_000 },
    );
  });
});
