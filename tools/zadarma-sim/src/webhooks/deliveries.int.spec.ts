import { startSimulator, type RunningSimulator } from '../start-simulator';
import { startReceiver, type Receiver } from '../testing';
import { webhookSignature } from './webhook-signature';

let simulator: RunningSimulator;
let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
  simulator = await startSimulator({ speed: 1000, webhookUrl: receiver.url });
});

afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

const play = () => simulator.runScenario('incoming-answered', { extension: '100' }).finished;
const usual = ['NOTIFY_START', 'NOTIFY_INTERNAL 100', 'NOTIFY_ANSWER 100', 'NOTIFY_END 100', 'NOTIFY_RECORD'];

describe('webhook faults', () => {
  it('loses a notification', async () => {
    simulator.addFault({ target: 'webhook', kind: 'missing', event: 'NOTIFY_INTERNAL' });
    await play();
    expect(receiver.names()).toEqual(usual.filter((name) => !name.startsWith('NOTIFY_INTERNAL')));
  });

  it('sends a notification twice, word for word', async () => {
    simulator.addFault({ target: 'webhook', kind: 'twice', event: 'NOTIFY_END' });
    await play();
    const ends = receiver.events.filter(({ fields }) => fields['event'] === 'NOTIFY_END');
    expect(ends).toHaveLength(2);
    expect(ends[0]).toEqual(ends[1]);
  });

  it('sends a notification after the one that follows it', async () => {
    simulator.addFault({ target: 'webhook', kind: 'out-of-order', event: 'NOTIFY_END' });
    await play();
    expect(receiver.names()).toEqual([...usual.slice(0, 3), 'NOTIFY_RECORD', 'NOTIFY_END 100']);
  });

  it('still sends the last notification when it was held back', async () => {
    simulator.addFault({ target: 'webhook', kind: 'out-of-order', event: 'NOTIFY_RECORD' });
    await play();
    expect(receiver.names()).toEqual(usual);
  });

  it('sends a notification late without keeping the call waiting', async () => {
    simulator.addFault({ target: 'webhook', kind: 'late', event: 'NOTIFY_START', delaySeconds: 1_000 });
    receiver.answer = () => ({ redirect: '101', return_timeout: 5 });
    await play();
    expect(receiver.names()).toEqual(usual.slice(1));
    expect(simulator.rings()).toMatchObject([{ extension: '100', because: 'scenario' }]);
    while (receiver.events.length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(receiver.names().at(-1)).toBe('NOTIFY_START');
  });

  it('leaves the signature out, or signs with another secret', async () => {
    simulator.addFault({ target: 'webhook', kind: 'unsigned', event: 'NOTIFY_START' });
    simulator.addFault({ target: 'webhook', kind: 'wrong-signature', event: 'NOTIFY_END' });
    await play();
    const [start, internal, , end] = receiver.events;
    expect(start!.signature).toBeNull();
    expect(internal!.signature).toBe(webhookSignature(simulator.secret, internal!.fields));
    expect(end!.signature).toHaveLength(56);
    expect(end!.signature).not.toBe(webhookSignature(simulator.secret, end!.fields));
  });

  it('wears off after as many times as asked for', async () => {
    simulator.addFault({ target: 'webhook', kind: 'missing', event: 'NOTIFY_END', times: 1 });
    await play();
    await play();
    expect(receiver.names().filter((name) => name.startsWith('NOTIFY_END'))).toHaveLength(1);
    expect(simulator.state().faults).toEqual([]);
  });
});

describe('deliveries', () => {
  it('remembers what was sent and what came back', async () => {
    receiver.answer = ({ event }) => (event === 'NOTIFY_START' ? { caller_name: 'Anna' } : {});
    await play();
    const [start] = simulator.deliveries({ event: 'NOTIFY_START' });
    expect(start).toMatchObject({ status: 200, answer: '{"caller_name":"Anna"}', error: null, faults: [] });
  });

  it('goes on when nobody listens', async () => {
    await receiver.close();
    await play();
    expect(simulator.deliveries().every(({ status, error }) => status === null && error !== null)).toBe(true);
    expect(simulator.calls()[0]).toMatchObject({ disposition: 'answered' });
  });

  it('sends a text message as a form with parts', async () => {
    await simulator.sendSms({
      from: '+48601000001',
      to: '48221234567',
      text: 'Dzień dobry! 10% & więcej\nA',
    });
    const [event] = receiver.events;
    expect(event!.contentType).toMatch(/^multipart\/form-data/);
    expect(event!.userAgent).toBe('Zadarma API');
    expect(JSON.parse(event!.fields['result']!)).toEqual({
      caller_id: '+48601000001',
      caller_did: '48221234567',
      text: 'Dzień dobry! 10% & więcej\nA',
    });
    expect(event!.signature).toBe(webhookSignature(simulator.secret, event!.fields));
  });
});
