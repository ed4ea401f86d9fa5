import fc from 'fast-check';
import type { CallEvent, CallEventKind, LegReported } from '../fold/call-event';
import type { Assignment } from '../fold/employee-at';
import type { FoldedCall } from '../fold/fold';
import { eventFactory } from './event-factory';
import { incomingScenarios } from './incoming-scenarios';
import { outgoingScenarios } from './outgoing-scenarios';
import type { Played, Script } from './script';

/** What the call must come to, known from its script and not from the fold. */
export type ExpectedCall = Pick<
  FoldedCall,
  | 'direction'
  | 'status'
  | 'reason'
  | 'disposition'
  | 'extension'
  | 'employeeId'
  | 'durationSeconds'
  | 'externalNumber'
  | 'hasRecording'
  | 'startedAt'
>;

/** A call as the PBX might play and tell it. */
export interface GeneratedCall {
  readonly scenario: string;
  readonly pbxCallId: string;
  /** IANA zone of the account's clock. */
  readonly zone: string;
  readonly assignments: readonly Assignment[];
  /** Every notification, in the order of what happened. */
  readonly events: readonly CallEvent[];
  /** What the PBX's report says about it afterwards. */
  readonly rows: readonly LegReported[];
  /** The end of the call, null for calls that are none of their own. */
  readonly expected: ExpectedCall | null;
  /** Notifications without which nothing names the extension. */
  readonly extensionOnlyIn: CallEventKind | null;
}

const zones = ['Europe/Warsaw', 'UTC', 'America/New_York', 'Asia/Kolkata'];
const allExtensions = ['100', '101', '102', '103', '204', '31', '40555'];
const employees = Object.fromEntries(
  allExtensions.map((extension, index) => [extension, `0197f3a0-0000-7000-8000-00000000000${index}`]),
);

const start = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.date({ min: new Date('2026-01-02'), max: new Date('2027-12-30'), noInvalidDate: true }),
  },
  // The two passes of the hour that Warsaw has twice.
  {
    weight: 1,
    arbitrary: fc.date({
      min: new Date('2026-10-25T00:00Z'),
      max: new Date('2026-10-25T01:59Z'),
      noInvalidDate: true,
    }),
  },
);

const script: fc.Arbitrary<Script> = fc.record({
  startedAt: start.map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000)),
  number: fc
    .tuple(fc.constantFrom('+48', '48', ''), fc.integer({ min: 500_000_000, max: 899_999_999 }))
    .map(([prefix, digits]) => `${prefix}${digits}`),
  line: fc.constantFrom('48221234567', '+48221234567', '48225550000'),
  extensions: fc.shuffledSubarray(allExtensions, { minLength: 3 }),
  talkSeconds: fc.integer({ min: 1, max: 7_200 }),
  recorded: fc.boolean(),
  sequence: fc.integer({ min: 1, max: 9_000_000 }),
  endNamesExtension: fc.boolean(),
  agentOnOutside: fc.boolean(),
});

const scenarios = { ...incomingScenarios, ...outgoingScenarios };

/** Any call of any scenario: answered, missed, busy, group, transferred, hidden, voicemail, callbacks, internal, … */
export function anyCall(names = Object.keys(scenarios)): fc.Arbitrary<GeneratedCall> {
  return fc
    .record({ name: fc.constantFrom(...names), script, zone: fc.constantFrom(...zones), id: fc.uuid() })
    .map(({ name, script: played, zone, id }) => {
      const play = scenarios[name as keyof typeof scenarios];
      const direction = name in incomingScenarios ? 'incoming' : 'outgoing';
      const pbxCallId = `${direction === 'incoming' ? 'in' : 'out'}_${id.replaceAll('-', '')}00112233`;
      const result = play(eventFactory(pbxCallId, played.startedAt, zone), played);
      return {
        scenario: name,
        pbxCallId,
        zone,
        assignments: assignmentsAt(played.startedAt),
        events: result.events,
        rows: result.rows,
        expected: result.outcome && expectedOf(result.outcome, direction, played),
        extensionOnlyIn: result.extensionOnlyIn ?? null,
      };
    });
}

function expectedOf(
  outcome: NonNullable<Played['outcome']>,
  direction: ExpectedCall['direction'],
  { startedAt }: Script,
): ExpectedCall {
  const employeeId = outcome.extension === null ? null : (employees[outcome.extension] ?? null);
  return { ...outcome, direction, startedAt, employeeId };
}

/** Each extension has its employee around the call's start, others before and after. */
function assignmentsAt(startedAt: Date): Assignment[] {
  const before = new Date(startedAt.getTime() - 86_400_000);
  const after = new Date(startedAt.getTime() + 86_400_000);
  return Object.entries(employees).flatMap(([extension, employeeId]) => [
    { extension, employeeId: `${employeeId.slice(0, -1)}a`, validFrom: null, validTo: before },
    { extension, employeeId, validFrom: before, validTo: after },
    { extension, employeeId: `${employeeId.slice(0, -1)}b`, validFrom: after, validTo: null },
  ]);
}
