import type { CallReason, CallStatus } from '@callboard/contracts';
import { type EventFactory, party } from './event-factory';
import { meaningOf, type Played, recordingIdOf, type Scenario, type Script } from './script';

interface Dialled {
  readonly disposition: string;
  readonly status: CallStatus;
  readonly reason?: CallReason;
}

const picked: Dialled = { disposition: 'answered', status: 'answered' };
const rangOut: Dialled = { disposition: 'no answer', status: 'unanswered' };

/** Calls from our side. */
export const outgoingScenarios = {
  'outgoing-answered': (make, script) => dialled(make, script, picked),
  'outgoing-unanswered': (make, script) => dialled(make, script, rangOut),
  'outgoing-busy': (make, script) => dialled(make, script, { disposition: 'busy', status: 'busy' }),
  'outgoing-cancelled': (make, script) =>
    dialled(make, script, { disposition: 'cancel', status: 'cancelled' }),
  'outgoing-failed': (make, script) =>
    dialled(make, script, { disposition: 'call failed', status: 'failed', reason: 'call_failed' }),
  'outgoing-no-money': (make, script) =>
    dialled(make, script, { disposition: 'no money', status: 'failed', reason: 'no_money' }),
  'callback-one-id': (make, script) => callbackWithOneId(make, script, picked),
  'callback-one-id-unanswered': (make, script) => callbackWithOneId(make, script, rangOut),
  'callback-agent-away': agentAway,
  'callback-helper-leg': helperLeg,
  internal: (make, script) => {
    const [from = '', to = ''] = script.extensions;
    return betweenExtensions(make, script, from, to);
  },
} satisfies Record<string, Scenario>;

function dialled(make: EventFactory, script: Script, result: Dialled): Played {
  const [extension = ''] = script.extensions;
  // An extension without a CallerID of its own shows "0".
  const caller = party(script.agentOnOutside ? script.line : '0');
  const numbers = { caller, internal: party(extension), called: party(script.number) };
  const talks = result.disposition === 'answered';
  const recorded = talks && script.recorded;
  const recordingId = recordingIdOf(script);
  const durationSeconds = talks ? script.talkSeconds : 0;
  return {
    events: [
      make.started(numbers),
      ...(talks ? [make.answered(numbers)] : []),
      make.ended({ ...numbers, disposition: result.disposition, durationSeconds, recorded, recordingId }),
      ...(recorded ? [make.recorded(recordingId)] : []),
    ],
    rows: [
      make.reported({
        caller: party(extension),
        internal: party(extension),
        called: party(script.number),
        disposition: result.disposition,
        seconds: durationSeconds,
        recorded,
        recordingId,
      }),
    ],
    outcome: {
      status: result.status,
      reason: result.reason ?? null,
      disposition: result.disposition,
      extension,
      durationSeconds,
      externalNumber: meaningOf(script.number),
      hasRecording: recorded,
    },
  };
}

/** Both legs under one id: the agent's phone is rung first, with the roles swapped, and its leg always ends answered. */
function callbackWithOneId(make: EventFactory, script: Script, result: Dialled): Played {
  const agent = agentLeg(make, script, 'answered', 3_600);
  const client = dialled(make, script, result);
  return {
    ...client,
    events: [...agent.events.slice(0, 1), ...client.events, ...agent.events.slice(1)],
    rows: [...agent.rows, ...client.rows],
  };
}

function agentAway(make: EventFactory, script: Script): Played {
  const [extension = ''] = script.extensions;
  return {
    ...agentLeg(make, script, 'no answer', 0),
    outcome: {
      status: 'unanswered',
      reason: null,
      disposition: 'no answer',
      extension,
      durationSeconds: 0,
      externalNumber: meaningOf(script.number),
      hasRecording: false,
    },
  };
}

function agentLeg(
  make: EventFactory,
  script: Script,
  disposition: string,
  durationSeconds: number,
): Pick<Played, 'events' | 'rows'> {
  const [extension = ''] = script.extensions;
  const numbers = { caller: party('0'), internal: party(script.number), called: party(extension) };
  const ended = { disposition, recordingId: recordingIdOf(script) };
  return {
    events: [make.started(numbers), make.ended({ ...numbers, ...ended, durationSeconds })],
    rows: [
      make.reported({
        caller: party(script.number),
        internal: party(extension),
        called: party(extension),
        ...ended,
        seconds: durationSeconds,
      }),
    ],
  };
}

/** The agent's leg of a callback that has an id of its own. */
function helperLeg(make: EventFactory, script: Script): Played {
  const [extension = ''] = script.extensions;
  return betweenExtensions(make, script, extension, extension);
}

function betweenExtensions(make: EventFactory, script: Script, from: string, to: string): Played {
  const numbers = { caller: party('0'), internal: party(from), called: party(to) };
  const ended = { disposition: 'answered', recordingId: recordingIdOf(script) };
  return {
    events: [
      make.started(numbers),
      make.answered(numbers),
      make.ended({ ...numbers, ...ended, durationSeconds: script.talkSeconds }),
    ],
    rows: [
      make.reported({ ...numbers, ...ended, caller: party(script.number), seconds: script.talkSeconds }),
    ],
    outcome: null,
  };
}
