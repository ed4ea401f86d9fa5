import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { anyCall, type GeneratedCall } from '../testing';
import type { CallEvent, CallEventKind } from './call-event';
import { fold, type FoldedCall } from './fold';

const runs = { numRuns: 2_000 };
const fewerRuns = { numRuns: 500 };

const contextOf = ({ zone, assignments }: GeneratedCall) => ({ zone, assignments });

/** What lists and filters show: nothing of it may depend on when a notification arrived. */
function listed(call: FoldedCall) {
  const { endedAt: _endedAt, timeline: _timeline, legs, ...item } = call;
  const parts = legs.map(({ rangAt: _rangAt, answeredAt: _answeredAt, ...leg }) => leg);
  return { ...item, legs: parts.sort((one, other) => (one.extension < other.extension ? -1 : 1)) };
}

function folded(events: readonly CallEvent[], call: GeneratedCall): FoldedCall | null {
  const result = fold(events, contextOf(call));
  return result.kind === 'call' ? result.call : null;
}

/** Shuffled, and some told again later, which the inbox would not even keep. */
function delivered(events: readonly CallEvent[]): fc.Arbitrary<CallEvent[]> {
  return fc
    .tuple(fc.subarray([...events]), fc.integer({ min: 1, max: 100_000 }))
    .map(([again, later]) =>
      again.map((event) => ({ ...event, receivedAt: new Date(event.receivedAt.getTime() + later) })),
    )
    .chain((repeats) => {
      const all = [...events, ...repeats];
      return fc.shuffledSubarray(all, { minLength: all.length });
    });
}

const everything = (call: GeneratedCall) => [...call.events, ...call.rows];

// Jest's expectations are good at showing a difference and slow at finding none: thousands of cases ask them only about
// a difference.
function expectSame(one: unknown, other: unknown) {
  if (!isDeepStrictEqual(one, other)) {
    expect(one).toEqual(other);
  }
}

function expectCall(call: FoldedCall | null, expected: Partial<FoldedCall>) {
  const told =
    call && Object.fromEntries(Object.keys(expected).map((key) => [key, call[key as keyof FoldedCall]]));
  if (!isDeepStrictEqual(told, expected)) {
    expect(call).toMatchObject(expected);
  }
}

describe('the fold of any call of any scenario', () => {
  it('comes to what happened', () => {
    fc.assert(
      fc.property(anyCall(), (call) => {
        const result = folded(call.events, call);
        if (call.expected === null) {
          expect(result).toBeNull();
        } else {
          expectCall(result, call.expected);
        }
      }),
      runs,
    );
  });

  it('is the same in any order and with any repetition, to the last moment', () => {
    const cases = anyCall().chain((call) =>
      delivered(everything(call)).map((deliveries) => ({ call, deliveries })),
    );
    fc.assert(
      fc.property(cases, ({ call, deliveries }) => {
        expectSame(folded(deliveries, call), folded(everything(call), call));
      }),
      runs,
    );
  });

  it('lists the same whenever its notifications arrive', () => {
    const cases = anyCall().chain((call) => {
      const events = everything(call);
      const delays = fc.array(fc.integer({ min: 0, max: 86_400_000 }), {
        minLength: events.length,
        maxLength: events.length,
      });
      return delays.map((delay) => ({
        call,
        late: events.map((event, index) => ({
          ...event,
          receivedAt: new Date(event.receivedAt.getTime() + (delay[index] ?? 0)),
        })),
      }));
    });
    fc.assert(
      fc.property(cases, ({ call, late }) => {
        const inTime = folded(everything(call), call);
        const tooLate = folded(late, call);
        expectSame(tooLate && listed(tooLate), inTime && listed(inTime));
      }),
      fewerRuns,
    );
  });

  it('never takes a call back once some of its events made one', () => {
    const cases = anyCall().chain((call) =>
      fc.subarray([...everything(call)]).map((some) => ({ call, some })),
    );
    fc.assert(
      fc.property(cases, ({ call, some }) => {
        fc.pre(folded(some, call) !== null);
        expect(folded(everything(call), call)).not.toBeNull();
      }),
      fewerRuns,
    );
  });

  it('does not change when the report confirms the notifications', () => {
    fc.assert(
      fc.property(anyCall(), (call) => {
        const told = folded(call.events, call);
        const confirmed = folded(everything(call), call);
        expectSame(confirmed && withoutLegs(confirmed), told && withoutLegs(told));
      }),
      fewerRuns,
    );
  });

  it('does not change when the closer comes to a call that ended', () => {
    fc.assert(
      fc.property(anyCall(), (call) => {
        const [first] = call.events;
        const expired: CallEvent = {
          kind: 'expired',
          source: 'closer',
          pbxCallId: call.pbxCallId,
          hash: 'closer',
          receivedAt: first?.receivedAt ?? new Date(0),
        };
        expectSame(folded([...call.events, expired], call), folded(call.events, call));
      }),
      fewerRuns,
    );
  });
});

describe('a call of which one kind of notification is switched off', () => {
  const switches: CallEventKind[] = ['started', 'ringing', 'answered', 'recorded'];

  it.each(switches)('comes to the right end without "%s"', (off) => {
    fc.assert(
      fc.property(anyCall(), (call) => {
        const result = folded(
          call.events.filter((event) => event.kind !== off),
          call,
        );
        expectRightEnd(result, call, off);
      }),
      fewerRuns,
    );
  });

  it('comes to the right end without "ended" as soon as the report is there', () => {
    fc.assert(
      fc.property(anyCall(), (call) => {
        const result = folded(
          everything(call).filter((event) => event.kind !== 'ended'),
          call,
        );
        expectRightEnd(result, call, 'ended');
      }),
      fewerRuns,
    );
  });

  it('comes to the right end by the report alone', () => {
    fc.assert(
      fc.property(anyCall(), (call) => {
        // The report does not name the customer on the agent's own leg.
        fc.pre(call.scenario !== 'callback-agent-away');
        const result = folded(call.rows, call);
        expectRightEnd(result, call, call.scenario === 'incoming-group-missed' ? 'ended' : 'menu');
      }),
      fewerRuns,
    );
  });

  function expectRightEnd(result: FoldedCall | null, call: GeneratedCall, off: CallEventKind) {
    if (call.expected === null) {
      expect(result).toBeNull();
    } else if (call.extensionOnlyIn === off) {
      expectCall(result, { ...call.expected, extension: null, employeeId: null });
    } else {
      expectCall(result, call.expected);
    }
  }
});

function withoutLegs({ legs: _legs, ...rest }: FoldedCall) {
  return rest;
}
