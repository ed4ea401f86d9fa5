import type { IncomingPlan } from '../calls/incoming-plan';
import type { Pickup } from '../calls/leg';
import { colleagueOf, groupOf, lineOf, mainExtension, polishMobile } from './plausible-parties';
import type { Scenario, ScenarioContext, ScenarioParameters } from './scenario';

const noAnswer = { disposition: 'no answer', statusCode: '19' };
const cannotConnect = { disposition: 'failed', statusCode: '38' };

type Changes = (
  parameters: ScenarioParameters,
  context: ScenarioContext,
  answers: Pickup,
) => Partial<Omit<IncomingPlan, 'scenario'>>;

function basePlan(name: string, context: ScenarioContext, parameters: ScenarioParameters): IncomingPlan {
  const extensions = parameters.extensions ?? [mainExtension(context.account, parameters)];
  const manual = parameters.manual === true;
  const { talkSeconds, recorded } = context.behaviour;
  const patienceSeconds = parameters.patienceSeconds ?? (manual ? 60 * context.speed : 90);
  return {
    scenario: name,
    from: parameters.from ?? polishMobile(context.random),
    did: lineOf(context.account, parameters),
    steps: [{ extensions, seconds: manual ? patienceSeconds : 25 }],
    pickup: () => ({}),
    patienceSeconds,
    unanswered: noAnswer,
    talkSeconds: parameters.talkSeconds ?? (manual ? 600 * context.speed : talkSeconds),
    transfers: [],
    recorded: parameters.recorded ?? recorded,
    internalInEnd: parameters.internalInEnd ?? true,
    voicemailSeconds: null,
    failsWith: null,
    digits: parameters.digits ?? '',
  };
}

function incoming<Name extends string>(name: Name, summary: string, changes: Changes): Scenario<Name> {
  return {
    name,
    summary,
    start(context, parameters) {
      const answers = { answerAfter: parameters.ringSeconds ?? 4 };
      const plan = { ...basePlan(name, context, parameters), ...changes(parameters, context, answers) };
      return context.exchange.incoming(parameters.manual === true ? { ...plan, pickup: () => ({}) } : plan);
    },
  };
}

function answeredBySomeone(
  { answeredBy }: ScenarioParameters,
  answers: Pickup,
): Pick<IncomingPlan, 'pickup'> {
  return { pickup: (extension) => (answeredBy === undefined || extension === answeredBy ? answers : {}) };
}

/** Hands the call back and forth between whoever answered and a colleague, so that each part is recorded by itself. */
function alternate(parameters: ScenarioParameters, context: ScenarioContext): Partial<IncomingPlan> {
  const { transferTo, transferType = 'blind', parts = 2 } = parameters;
  const each = Math.max(1, Math.floor((parameters.talkSeconds ?? context.behaviour.talkSeconds) / parts));
  const to = (talking: string, first: string): string => {
    if (talking !== first) return first;
    return transferTo === undefined || transferTo === first
      ? colleagueOf(context.account, first)
      : transferTo;
  };
  const transfers = Array.from({ length: parts - 1 }, () => ({ to, afterSeconds: each, type: transferType }));
  return { transfers, talkSeconds: each };
}

/** Everything a caller from outside can meet. */
export const incomingScenarios = [
  incoming(
    'incoming-answered',
    'whoever rings (redirected or by the own scenario) answers',
    (p, _c, answers) => answeredBySomeone(p, answers),
  ),
  incoming('incoming-missed', 'rings out; with ringSeconds the caller hangs up by then', (p) => ({
    patienceSeconds: p.ringSeconds ?? p.patienceSeconds ?? 90,
  })),
  incoming('incoming-busy', 'everybody who rings refuses', (p) => ({
    pickup: () => ({ refuseAfter: p.ringSeconds ?? 0 }),
  })),
  incoming('group-ring', 'several extensions ring together, one answers', (p, context, answers) => {
    const group = groupOf(context.account, p);
    const answeredBy = p.answeredBy ?? group.at(-1);
    return {
      steps: [{ extensions: group, seconds: 30 }],
      pickup: (extension, because) => (because === 'redirect' || extension === answeredBy ? answers : {}),
    };
  }),
  incoming('transfer', 'answered, then handed over to a colleague', (p, context, answers) => ({
    ...alternate({ ...p, parts: 2 }, context),
    pickup: () => answers,
  })),
  incoming('redirect-honoured', 'only an extension we redirected to answers', (_p, _c, answers) => ({
    pickup: (_extension, because) => (because === 'redirect' ? answers : {}),
  })),
  incoming(
    'manager-not-answering',
    'our redirect rings out, the own scenario answers',
    (_p, _c, answers) => ({
      pickup: (_extension, because) => (because === 'redirect' ? {} : answers),
    }),
  ),
  incoming('hidden-number', 'answered call without a caller number', (p, _c, answers) => ({
    ...answeredBySomeone(p, answers),
    from: p.from ?? 'anonymous',
  })),
  incoming('recorded-in-parts', 'handed back and forth, one recording per part', (p, context, answers) => ({
    ...alternate(p, context),
    pickup: () => answers,
    recorded: true,
  })),
  incoming('voicemail', 'nobody answers, a machine takes the call', (p, context) => ({
    steps: [{ extensions: [mainExtension(context.account, p)], seconds: p.ringSeconds ?? 15 }],
    voicemailSeconds: p.talkSeconds ?? 20,
  })),
  incoming('incoming-failed', 'breaks down before anything rings', () => ({ failsWith: cannotConnect })),
] as const;
