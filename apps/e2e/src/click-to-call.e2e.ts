import type { CallItem, CallRequest, Page as Listed } from '@callboard/contracts';
import { type ApiClient, eventually, signIn } from './stack/api-client';
import { anna, openForBusiness } from './stack/company';
import { type Stack, startStack } from './stack/stack';

const callback = '/v1/request/callback/';
const customer = '+48600100200';
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each(['redis', 'postgres'] as const)('click-to-call over %s', (queue) => {
  let stack: Stack;
  let agent: ApiClient;

  beforeAll(async () => {
    stack = await startStack({ queue, simulatorSpeed: 20 });
    await openForBusiness(stack, await signIn(stack.url));
    agent = await signIn(stack.url, anna);
  });

  afterAll(() => stack.stop());

  const click = async (to = customer): Promise<CallRequest> => {
    const { status, body } = await agent.request<CallRequest>('POST', '/call-requests', { to });
    expect(status).toBe(202);
    return body;
  };
  const ended = (id: string, seconds = 20): Promise<CallRequest> =>
    eventually(
      async () => (await agent.request<CallRequest>('GET', `/call-requests/${id}`)).body,
      ({ endedAt }) => endedAt !== null,
      seconds,
    );
  const callbacks = () => stack.simulator.requests(callback);

  it('becomes one call of the agent and the customer, however often the button was pressed', async () => {
    const before = callbacks().length;
    const wishes = await Promise.all(Array.from({ length: 6 }, () => click()));
    const [{ id = '' } = {}] = wishes;
    expect(new Set(wishes.map((wish) => wish.id)).size).toBe(1);
    const wish = await ended(id);
    expect(wish).toMatchObject({ state: 'ended', failure: null, to: customer });
    const { body } = await agent.request<Listed<CallItem>>('GET', '/calls');
    expect(body.items).toMatchObject([
      { id: wish.callId, direction: 'outgoing', status: 'answered', externalNumber: customer },
    ]);
    expect(callbacks()).toHaveLength(before + 1);
  });

  it('never rings again after the worker was killed between its commit and the answer of the PBX', async () => {
    const before = callbacks().length;
    stack.simulator.addFault({ target: 'api', kind: 'timeout', path: callback, times: 1 });
    const { id } = await click('+48600100201');
    await eventually(
      async () => (await agent.request<CallRequest>('GET', `/call-requests/${id}`)).body,
      ({ state }) => state === 'dialling',
    );
    // The commit comes before the request, which a busy machine sends later.
    await eventually(
      () => Promise.resolve(callbacks().length),
      (count) => count === before + 1,
    );
    await stack.worker.stop('SIGKILL');
    await pause(500);
    await stack.startWorker();
    expect(await ended(id, 40)).toMatchObject({ state: 'unknown', failure: { code: 'outcome_unknown' } });
    // By now the queue has handed out the dead worker's job.
    await pause(1_000);
    expect(callbacks()).toHaveLength(before + 1);
  });

  it('is dropped, not dialled late, when no worker was there in time', async () => {
    const before = callbacks().length;
    await stack.worker.stop();
    const { id } = await click('+48600100202');
    expect(await ended(id)).toMatchObject({ state: 'failed', failure: { code: 'too_late' } });
    await stack.startWorker();
    await pause(3_000);
    expect(callbacks()).toHaveLength(before);
  });
});
