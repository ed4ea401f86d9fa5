import * as z from 'zod';
import { callNotifications } from '../account/account';
import { pastCallSchema } from '../calls/history';
import { faultSchema } from '../faults/fault';
import type { Answer } from '../http/answer';
import type { Route } from '../http/routes';
import { scenarioParametersSchema } from '../scenarios/scenario';
import { scenarioNames, scenarios } from '../scenarios/scenarios';
import type { Simulator } from '../simulator';
import { behaviourSchema, extensionSchema, workingDaySchema } from './control-schemas';

export interface ControlRequest {
  simulator: Simulator;
  parameters: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
}

export type ControlHandler = (request: ControlRequest) => Answer | Promise<Answer>;

const ok = (body: object = { ok: true }, status = 200): Answer => ({ status, body });
const known = (found: boolean): Answer => (found ? ok() : { status: 404, body: { message: 'not found' } });
const id = ({ parameters }: ControlRequest): string => parameters['id'] ?? '';

function optional(query: URLSearchParams, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (query.get(name) === null ? [] : [[name, query.get(name) as string]])),
  );
}

const startCallSchema = z.looseObject({ scenario: z.enum(scenarioNames) });
const smsSchema = z.strictObject({ from: z.string(), to: z.string(), text: z.string() });
const webhookSchema = z.strictObject({
  url: z.string(),
  notifications: z.partialRecord(z.enum([...callNotifications, 'record']), z.boolean()).default({}),
});

async function startCall({ simulator, body }: ControlRequest): Promise<Answer> {
  const { scenario, wait, ...parameters } = startCallSchema.parse(body);
  const started = simulator.runScenario(scenario, scenarioParametersSchema.parse(parameters));
  if (wait === true) await started.finished;
  return ok({ id: started.id, ids: started.ids }, 201);
}

async function oneCall(request: ControlRequest): Promise<Answer> {
  if (request.query.get('wait') === 'finished') await request.simulator.finished(id(request));
  const call = request.simulator.call(id(request));
  return call === undefined ? known(false) : ok(call);
}

function setWebhook({ simulator, body }: ControlRequest): Answer {
  const { url, notifications } = webhookSchema.parse(body);
  simulator.setWebhook(url, notifications);
  return ok(simulator.state());
}

const route = (method: string, path: string, handle: ControlHandler): Route<ControlHandler> => ({
  method,
  path: `/_control/${path}`,
  handle,
});

/** What may be done to the simulator over HTTP; unsigned, so never expose it. */
export const controlRoutes: readonly Route<ControlHandler>[] = [
  route('GET', 'health', () => ok()),
  route('GET', 'state', ({ simulator }) => ok(simulator.state())),
  route('POST', 'reset', async ({ simulator }) => {
    await simulator.reset();
    return ok();
  }),
  route('GET', 'scenarios', () => ok({ items: scenarios.map(({ name, summary }) => ({ name, summary })) })),
  route('POST', 'calls', startCall),
  route('GET', 'calls', ({ simulator, query }) =>
    ok({ items: simulator.calls({ live: query.get('live') === 'true' }) }),
  ),
  route('GET', 'calls/:id', oneCall),
  route('POST', 'calls/:id/hangup', (request) => known(request.simulator.hangUp(id(request)))),
  route('POST', 'calls/:id/legs/:extension/accept', (request) =>
    known(request.simulator.accept(id(request), request.parameters['extension'] ?? '')),
  ),
  route('POST', 'calls/:id/legs/:extension/refuse', (request) =>
    known(request.simulator.refuse(id(request), request.parameters['extension'] ?? '')),
  ),
  route('GET', 'rings', ({ simulator, query }) =>
    ok({ items: simulator.rings(optional(query, ['callId', 'extension'])) }),
  ),
  route('GET', 'deliveries', ({ simulator, query }) =>
    ok({ items: simulator.deliveries(optional(query, ['callId', 'event'])) }),
  ),
  route('GET', 'requests', ({ simulator, query }) =>
    ok({ items: simulator.requests(query.get('path') ?? undefined) }),
  ),
  route('GET', 'downloads', ({ simulator, query }) =>
    ok({ items: simulator.downloads(query.get('callId') ?? undefined) }),
  ),
  route('GET', 'faults', ({ simulator }) => ok({ items: simulator.state().faults })),
  route('POST', 'faults', ({ simulator, body }) => ok(simulator.addFault(faultSchema.parse(body)), 201)),
  route('DELETE', 'faults', ({ simulator }) => {
    simulator.clearFaults();
    return ok();
  }),
  route('DELETE', 'faults/:id', (request) => known(request.simulator.removeFault(id(request)))),
  route('PUT', 'extensions', ({ simulator, body }) => {
    simulator.setExtensions(z.array(extensionSchema).parse(body));
    return ok({ items: simulator.state().extensions });
  }),
  route('PUT', 'extensions/:number', ({ simulator, parameters, body }) =>
    ok(simulator.putExtension(extensionSchema.parse({ ...(body as object), number: parameters['number'] }))),
  ),
  route('DELETE', 'extensions/:number', ({ simulator, parameters }) =>
    known(simulator.removeExtension(parameters['number'] ?? '')),
  ),
  route('PUT', 'webhook', setWebhook),
  route('PUT', 'behaviour', ({ simulator, body }) => ok(simulator.setBehaviour(behaviourSchema.parse(body)))),
  route('PUT', 'balance', ({ simulator, body }) => {
    simulator.setBalance(z.strictObject({ balance: z.number() }).parse(body).balance);
    return ok();
  }),
  route('POST', 'sms', async ({ simulator, body }) =>
    ok({ answer: await simulator.sendSms(smsSchema.parse(body)) }),
  ),
  route('POST', 'events', async ({ simulator, body }) =>
    ok({ answer: await simulator.sendEvent(z.record(z.string(), z.string()).parse(body)) }),
  ),
  route('POST', 'history', ({ simulator, body }) =>
    ok({ ids: simulator.addHistory(z.array(pastCallSchema).parse(body)) }, 201),
  ),
  route('POST', 'working-day', ({ simulator, body }) => {
    simulator.startWorkingDay(workingDaySchema.parse(body));
    return ok();
  }),
  route('DELETE', 'working-day', ({ simulator }) => {
    simulator.stopWorkingDay();
    return ok();
  }),
];
