import type { CallItem, CallRequest, Page as Listed } from '@callboard/contracts';
import { type ApiClient, eventually, signIn } from './stack/api-client';
import { anna, openForBusiness } from './stack/company';
import { type Stack, startStack } from './stack/stack';

const callback = '/v1/request/callback/';
const customer = '+48600100200';
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

type Queue = 'redis' | 'postgres';
const queues: readonly Queue[] = ['redis', 'postgres'];

/** A Callboard with an agent who calls customers. */
interface Desk {
  readonly stack: Stack;
  readonly agent: ApiClient;
}

const desks = new Map<Queue, Desk>();

beforeAll(() => Promise.all(queues.map(async (queue) => desks.set(queue, await openDesk(queue)))));

afterAll(() => Promise.all([...desks.values()].map(({ stack }) => stack.stop())));

async function openDesk(queue: Queue): Promise<Desk> {
  const stack = await startStack({ queue, simulatorSpeed: 20 });
  await openForBusiness(stack, await signIn(stack.url));
  return { stack, agent: await signIn(stack.url, anna) };
}

const lastTurns = new Map<Queue, Promise<unknown>>();

/** These tests wait far more than they compute, so both queues are tried at once, each at its own desk and in turn. */
function inTurn(queue: Queue, act: (desk: Desk) => Promise<void>): Promise<void> {
  const turn = (lastTurns.get(queue) ?? Promise.resolve()).then(() => {
    const desk = desks.get(queue);
    return desk ? act(desk) : Promise.reject(new Error(`No desk over ${queue}`));
  });
  lastTurns.set(
    queue,
    turn.catch(() => undefined),
  );
  return turn;
}

async function click({ agent }: Desk, to = customer): Promise<CallRequest> {
  const { status, body } = await agent.request<CallRequest>('POST', '/call-requests', { to });
  expect(status).toBe(202);
  return body;
}

const stands = ({ agent }: Desk, id: string): Promise<CallRequest> =>
  agent.request<CallRequest>('GET', `/call-requests/${id}`).then(({ body }) => body);

const ended = (desk: Desk, id: string, seconds = 20): Promise<CallRequest> =>
  eventually(
    () => stands(desk, id),
    ({ endedAt }) => endedAt !== null,
    seconds,
  );

const callbacks = ({ stack }: Desk) => stack.simulator.requests(callback);

describe('click-to-call', () => {
  it.concurrent.each(queues)(
    'becomes one call of the agent and the customer, however often the button was pressed, over %s',
    (queue) =>
      inTurn(queue, async (desk) => {
        const before = callbacks(desk).length;
        const wishes = await Promise.all(Array.from({ length: 6 }, () => click(desk)));
        const [{ id = '' } = {}] = wishes;
        expect(new Set(wishes.map((wish) => wish.id)).size).toBe(1);
        const wish = await ended(desk, id);
        expect(wish).toMatchObject({ state: 'ended', failure: null, to: customer });
        const { body } = await desk.agent.request<Listed<CallItem>>('GET', '/calls');
        expect(body.items).toMatchObject([
          { id: wish.callId, direction: 'outgoing', status: 'answered', externalNumber: customer },
        ]);
        expect(callbacks(desk)).toHaveLength(before + 1);
      }),
  );

  it.concurrent.each(queues)(
    'never rings again after the worker was killed between its commit and the answer of the PBX, over %s',
    (queue) =>
      inTurn(queue, async (desk) => {
        const { stack } = desk;
        const before = callbacks(desk).length;
        stack.simulator.addFault({ target: 'api', kind: 'timeout', path: callback, times: 1 });
        const { id } = await click(desk, '+48600100201');
        await eventually(
          () => stands(desk, id),
          ({ state }) => state === 'dialling',
        );
        // The commit comes before the request, which a busy machine sends later.
        await eventually(
          () => Promise.resolve(callbacks(desk).length),
          (count) => count === before + 1,
        );
        await stack.worker.stop('SIGKILL');
        await pause(500);
        await stack.startWorker();
        expect(await ended(desk, id, 40)).toMatchObject({
          state: 'unknown',
          failure: { code: 'outcome_unknown' },
        });
        // By now the queue has handed out the dead worker's job.
        await pause(1_000);
        expect(callbacks(desk)).toHaveLength(before + 1);
      }),
  );

  it.concurrent.each(queues)(
    'is dropped, not dialled late, when no worker was there in time, over %s',
    (queue) =>
      inTurn(queue, async (desk) => {
        const before = callbacks(desk).length;
        await desk.stack.worker.stop();
        const { id } = await click(desk, '+48600100202');
        expect(await ended(desk, id)).toMatchObject({ state: 'failed', failure: { code: 'too_late' } });
        await desk.stack.startWorker();
        await pause(3_000);
        expect(callbacks(desk)).toHaveLength(before);
      }),
  );
});
