import { startSimulator, type RunningSimulator } from '../start-simulator';
import { startReceiver, type Receiver } from '../testing';

interface ControlBody {
  id: string;
  disposition: string;
  items: { event?: string }[];
  extensions: object[];
  [name: string]: unknown;
}

let simulator: RunningSimulator;
let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
  simulator = await startSimulator({ speed: 1000 });
});

afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

async function control(method: string, path: string, body?: unknown) {
  const response = await fetch(`${simulator.url}/_control/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as ControlBody };
}

describe('control API', () => {
  it('plays a call and shows that our redirect rang the manager', async () => {
    receiver.answer = ({ event }) =>
      event === 'NOTIFY_START' ? { redirect: '101', return_timeout: 20 } : {};
    await control('PUT', 'webhook', { url: receiver.url, notifications: { notify_answer: false } });
    const started = await control('POST', 'calls', {
      scenario: 'incoming-answered',
      wait: true,
      from: '+48601000001',
    });
    expect(started.status).toBe(201);
    const { id } = started.body;
    const call = await control('GET', `calls/${id}?wait=finished`);
    expect(call.body).toMatchObject({ id, from: '+48601000001', finished: true, disposition: 'answered' });
    const rings = await control('GET', `rings?callId=${id}`);
    expect(rings.body.items).toMatchObject([{ extension: '101', because: 'redirect' }]);
    const deliveries = await control('GET', `deliveries?callId=${id}`);
    expect(deliveries.body.items.map(({ event }) => event)).toEqual([
      'NOTIFY_START',
      'NOTIFY_INTERNAL',
      'NOTIFY_END',
      'NOTIFY_RECORD',
    ]);
  });

  it('answers a ringing extension and hangs up', async () => {
    const { body } = await control('POST', 'calls', {
      scenario: 'incoming-answered',
      manual: true,
      extension: '101',
    });
    const accepted = await control('POST', `calls/${body.id}/legs/101/accept`);
    expect(accepted.status).toBe(200);
    expect((await control('POST', `calls/${body.id}/legs/999/accept`)).status).toBe(404);
    expect((await control('POST', `calls/${body.id}/hangup`)).status).toBe(200);
    expect((await control('GET', `calls/${body.id}?wait=finished`)).body.disposition).toBe('answered');
  });

  it('changes presence, extensions and behaviour', async () => {
    await control('PUT', 'extensions/101', { online: false });
    await control('PUT', 'extensions/300', { name: 'Nowy' });
    await control('DELETE', 'extensions/100');
    await control('PUT', 'behaviour', { callbackVariant: 'two-ids', agentAnswersAfter: null });
    const { body } = await control('GET', 'state');
    expect(body.extensions).toMatchObject([
      { number: '101', online: false },
      { number: '102' },
      { number: '105' },
      { number: '300', name: 'Nowy', online: true },
    ]);
    expect(body.behaviour).toMatchObject({ callbackVariant: 'two-ids', agentAnswersAfter: null });
  });

  it('sets faults, and a reset takes everything back', async () => {
    const fault = await control('POST', 'faults', { target: 'webhook', kind: 'twice' });
    expect(fault.status).toBe(201);
    await control('POST', 'history', [
      { direction: 'in', number: '+48601000001', startedAt: '2026-01-05T10:00:00Z' },
    ]);
    await control('POST', 'calls', { scenario: 'incoming-answered', manual: true });
    await control('DELETE', 'extensions/101');
    await control('POST', 'reset');
    const { body } = await control('GET', 'state');
    expect(body).toMatchObject({ faults: [], liveCalls: 0 });
    expect(body.extensions).toHaveLength(4);
  });

  it('says what is wrong with a request', async () => {
    expect(await control('POST', 'calls', { scenario: 'no-such' })).toMatchObject({ status: 400 });
    expect(await control('POST', 'calls', { scenario: 'transfer', colour: 'red' })).toMatchObject({
      status: 400,
    });
    expect(await control('POST', 'faults', { target: 'webhook', kind: 'polite' })).toMatchObject({
      status: 400,
    });
    expect((await control('GET', 'no-such')).status).toBe(404);
    expect((await control('GET', 'calls/in_0')).status).toBe(404);
  });
});
