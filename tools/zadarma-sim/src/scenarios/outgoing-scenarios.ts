import type { CallbackPlan } from '../calls/callback-call';
import type { OutgoingOutcome, OutgoingPlan } from '../calls/outgoing-call';
import { colleagueOf, mainExtension, polishMobile } from './plausible-parties';
import type { Scenario, ScenarioContext, ScenarioParameters } from './scenario';

/** How a dialled number may end, with the Q.931 cause the PBX reports. */
export const outcomes = {
  answered: { disposition: 'answered', statusCode: '16' },
  'no answer': { disposition: 'no answer', statusCode: '19' },
  busy: { disposition: 'busy', statusCode: '17' },
  failed: { disposition: 'failed', statusCode: '38' },
  'no money': { disposition: 'no money', statusCode: '21' },
} satisfies Record<string, OutgoingOutcome>;

function outgoing<Name extends string>(
  name: Name,
  summary: string,
  changes: (parameters: ScenarioParameters, context: ScenarioContext) => Partial<OutgoingPlan>,
): Scenario<Name> {
  return {
    name,
    summary,
    start(context, parameters) {
      return context.exchange.outgoing({
        scenario: name,
        extension: mainExtension(context.account, parameters),
        to: parameters.to ?? polishMobile(context.random),
        ringSeconds: parameters.ringSeconds ?? 6,
        outcome: outcomes.answered,
        talkSeconds: parameters.talkSeconds ?? context.behaviour.talkSeconds,
        recorded: parameters.recorded ?? context.behaviour.recorded,
        callType: 'normal',
        pickup: {},
        ...changes(parameters, context),
      });
    },
  };
}

/** A click-to-call as the account's behaviour plays it; shared with the REST method. */
export function callbackPlan(
  { behaviour, account, speed }: Pick<ScenarioContext, 'behaviour' | 'account' | 'speed'>,
  parameters: ScenarioParameters & { extension: string; to: string },
): CallbackPlan {
  const agentAnswersAfter = parameters.manual === true ? null : behaviour.agentAnswersAfter;
  return {
    scenario: `callback-${behaviour.callbackVariant}`,
    variant: behaviour.callbackVariant,
    extension: parameters.extension,
    to: parameters.to,
    agentAnswersAfter,
    // A person at the widget acts in real time.
    agentRingSeconds: agentAnswersAfter === null ? 30 * speed : 30,
    clientAnswersAfter: parameters.ringSeconds ?? behaviour.clientAnswersAfter,
    clientOutcome: account.balance > 0 ? outcomes[behaviour.clientOutcome] : outcomes['no money'],
    talkSeconds: parameters.talkSeconds ?? behaviour.talkSeconds,
    recorded: parameters.recorded ?? behaviour.recorded,
  };
}

function callback<Name extends string>(
  name: Name,
  summary: string,
  changes: Partial<CallbackPlan>,
): Scenario<Name> {
  return {
    name,
    summary,
    start(context, parameters) {
      const plan = callbackPlan(context, {
        ...parameters,
        extension: mainExtension(context.account, parameters),
        to: parameters.to ?? polishMobile(context.random).slice(1),
      });
      return context.exchange.callback({ ...plan, scenario: name, ...changes });
    },
  };
}

/** Everything that begins on our side. */
export const outgoingScenarios = [
  outgoing('outgoing-answered', 'dialled on a phone, answered', () => ({})),
  outgoing('outgoing-unanswered', 'dialled on a phone, rings out', () => ({
    outcome: outcomes['no answer'],
  })),
  outgoing('outgoing-busy', 'dialled on a phone, busy', () => ({ outcome: outcomes.busy })),
  outgoing('outgoing-failed', 'dialled on a phone, cannot be connected', () => ({
    outcome: outcomes.failed,
  })),
  outgoing('no-money', 'dialled on a phone, the account has no funds', () => ({
    outcome: outcomes['no money'],
    ringSeconds: 0,
  })),
  outgoing('internal-call', 'one extension calls another', (p, { account, speed }) => ({
    to: p.to ?? colleagueOf(account, mainExtension(account, p)),
    ringSeconds: p.manual === true ? 60 * speed : 25,
    pickup: p.manual === true ? {} : { answerAfter: p.ringSeconds ?? 3 },
  })),
  callback('callback-one-id', 'click-to-call, both legs share one id', { variant: 'one-id' }),
  callback('callback-two-ids', 'click-to-call, each leg has its own id', { variant: 'two-ids' }),
  callback('callback-two-ids-swapped', 'click-to-call, each leg has its own id, roles swapped on the first', {
    variant: 'two-ids-swapped',
  }),
  callback('callback-agent-away', 'click-to-call, the agent does not pick up', {
    agentAnswersAfter: null,
    agentRingSeconds: 15,
  }),
] as const;
