import type { CallReason } from '@callboard/contracts';
import type { Parties } from '../fold/call-event';
import { type EventFactory, party } from './event-factory';
import { meaningOf, type Played, recordingIdOf, type Scenario, type Script } from './script';

interface Talk {
  readonly rung: readonly string[];
  /** Who talked, one after the other; each but the first was handed the call by the one before. */
  readonly talked: readonly string[];
  readonly caller?: string;
}

/** Calls from outside. */
export const incomingScenarios = {
  'incoming-answered': (make, script) =>
    answered(make, script, { rung: first(script, 1), talked: first(script, 1) }),
  'incoming-group': (make, script) =>
    answered(make, script, { rung: first(script, 3), talked: script.extensions.slice(1, 2) }),
  'incoming-transfer': (make, script) =>
    answered(make, script, { rung: first(script, 1), talked: first(script, 3) }),
  'incoming-there-and-back': (make, script) => {
    const [one = '', other = ''] = script.extensions;
    return answered(make, script, { rung: [one], talked: [one, other, one] });
  },
  'incoming-hidden': (make, script) =>
    answered(make, script, {
      rung: first(script, 1),
      talked: first(script, 1),
      caller: script.sequence % 2 === 0 ? 'anonymous' : '',
    }),
  'incoming-given-up': (make, script) => missed(make, script, 'cancel', 'caller_hung_up'),
  'incoming-unanswered': (make, script) => missed(make, script, 'no answer', 'no_answer'),
  'incoming-busy': (make, script) => missed(make, script, 'busy', 'busy'),
  'incoming-limit': (make, script) => missed(make, script, 'line limit', 'limit_reached'),
  'incoming-group-missed': (make, script) => ({
    ...missed(make, { ...script, endNamesExtension: true }, 'no answer', 'no_answer', 2),
    extensionOnlyIn: 'ended',
  }),
  'incoming-voicemail': voicemail,
  'incoming-failed': failed,
} satisfies Record<string, Scenario>;

const first = (script: Script, count: number): readonly string[] => script.extensions.slice(0, count);

function parties({ number, line }: Script, caller = number): Pick<Parties, 'caller' | 'called'> {
  return { caller: caller === '' ? null : party(caller), called: party(line) };
}

function answered(
  make: EventFactory,
  script: Script,
  { rung, talked, caller = script.number }: Talk,
): Played {
  const numbers = parties(script, caller);
  const [answering = ''] = talked;
  const handOvers = talked.slice(1).map((extension, index) => ({ extension, from: talked[index] ?? '' }));
  const recordingIds = script.recorded ? talked.map((_, part) => recordingIdOf(script, part)) : [];
  const last = talked.at(-1) ?? '';
  const answer = (extension: string) => ({
    ...numbers,
    called: script.agentOnOutside ? numbers.called : party(extension),
    internal: party(extension),
  });
  const events = [
    make.started(numbers),
    ...rung.map((extension) => make.ringing({ ...numbers, internal: party(extension) })),
    make.answered(answer(answering)),
    ...handOvers.flatMap(({ extension, from }, index) => [
      make.ringing({ ...numbers, internal: party(extension), transferFrom: from }, 10 + 5 * index),
      make.answered({ ...answer(extension), transferFrom: from }, 12 + 5 * index),
    ]),
    make.ended({
      ...numbers,
      internal: party(rung[0] ?? answering),
      disposition: 'answered',
      durationSeconds: script.talkSeconds,
      lastInternal: last,
      recorded: script.recorded,
      recordingId: recordingIds[0] ?? recordingIdOf(script),
    }),
    ...recordingIds.map((id) => make.recorded(id)),
  ];
  const row = { caller: numbers.caller, called: numbers.called };
  const rows = [
    make.reported({
      ...row,
      internal: party(last),
      disposition: 'answered',
      seconds: script.talkSeconds,
      recorded: script.recorded,
      recordingId: recordingIdOf(script),
    }),
    ...[...rung, ...talked]
      .filter((extension) => extension !== last)
      .map((extension) => make.reported({ ...row, internal: party(extension), disposition: 'no answer' })),
  ];
  const outcome = {
    status: 'answered' as const,
    reason: null,
    disposition: 'answered',
    extension: last,
    durationSeconds: script.talkSeconds,
    externalNumber: numbers.caller?.e164 ?? null,
    hasRecording: script.recorded,
  };
  return { events, rows, outcome };
}

function missed(
  make: EventFactory,
  script: Script,
  disposition: string,
  reason: CallReason,
  rungCount = 1,
): Played {
  const numbers = parties(script);
  const rung = first(script, rungCount);
  const [extension = ''] = rung;
  const named = script.endNamesExtension ? party(extension) : null;
  const id = recordingIdOf(script);
  return {
    events: [
      make.started(numbers),
      ...rung.map((each) => make.ringing({ ...numbers, internal: party(each) })),
      make.ended({ ...numbers, internal: named, disposition, recordingId: id }),
    ],
    rows: [
      make.reported({ ...numbers, internal: party('0'), disposition, recordingId: id }),
      ...rung.map((each) => make.reported({ ...numbers, internal: party(each), disposition: 'no answer' })),
    ],
    outcome: { ...nobodyTalked(script), status: 'missed', reason, disposition, extension },
    extensionOnlyIn: named ? null : 'ringing',
  };
}

function voicemail(make: EventFactory, script: Script): Played {
  const numbers = parties(script);
  const [extension = ''] = script.extensions;
  const named = script.endNamesExtension ? party(extension) : null;
  const taken = { disposition: 'answered', recordingId: recordingIdOf(script) };
  return {
    events: [
      make.started(numbers),
      make.ringing({ ...numbers, internal: party(extension) }),
      make.ended({ ...numbers, internal: named, ...taken, durationSeconds: script.talkSeconds }),
    ],
    rows: [
      make.reported({ ...numbers, internal: party('0'), ...taken, seconds: script.talkSeconds }),
      make.reported({ ...numbers, internal: party(extension), disposition: 'no answer' }),
    ],
    outcome: {
      ...nobodyTalked(script),
      status: 'missed',
      reason: 'voicemail_or_ivr',
      disposition: 'answered',
      extension,
      durationSeconds: script.talkSeconds,
    },
    extensionOnlyIn: named ? null : 'ringing',
  };
}

function failed(make: EventFactory, script: Script): Played {
  const numbers = parties(script);
  const recordingId = recordingIdOf(script);
  return {
    events: [make.started(numbers), make.ended({ ...numbers, disposition: 'failed', recordingId })],
    rows: [make.reported({ ...numbers, internal: party('0'), disposition: 'failed', recordingId })],
    outcome: {
      ...nobodyTalked(script),
      status: 'failed',
      reason: 'call_failed',
      disposition: 'failed',
      extension: null,
    },
  };
}

function nobodyTalked({ number }: Script) {
  return { durationSeconds: 0, externalNumber: meaningOf(number), hasRecording: false };
}
