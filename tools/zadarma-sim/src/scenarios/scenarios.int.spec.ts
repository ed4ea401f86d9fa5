import { webhookSignature } from '../webhooks/webhook-signature';
import { seededRandom } from '../account/identifiers';
import { startSimulator, type RunningSimulator } from '../start-simulator';
import { callApi, startReceiver, type Receiver } from '../testing';
import { scenarioNames, type ScenarioName } from './scenarios';
import type { ScenarioParameters } from './scenario';

let simulator: RunningSimulator;
let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
  simulator = await startSimulator({
    speed: 1000,
    webhookUrl: receiver.url,
    random: seededRandom(7),
    extensions: [{ number: '100' }, { number: '101', callerId: '48221234567' }, { number: '102' }],
  });
});

afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

async function play(name: ScenarioName, parameters: ScenarioParameters = {}) {
  const { id, finished } = simulator.runScenario(name, parameters);
  await finished;
  return simulator.call(id)!;
}

const last = () => receiver.events.at(-1)!.fields;
const ending = (name: string) => receiver.events.find(({ fields }) => fields['event'] === name)!.fields;

describe('scenarios', () => {
  it.each(scenarioNames)('%s signs every notification and repeats the call start', async (name) => {
    await play(name);
    expect(receiver.events.length).toBeGreaterThan(0);
    for (const { fields, signature, userAgent, contentType } of receiver.events) {
      expect(signature).toBe(webhookSignature(simulator.secret, fields));
      expect(userAgent).toBe('Zadarma API v1');
      expect(contentType).toBe('application/x-www-form-urlencoded');
    }
    const ids = receiver.events.map(({ fields }) => `${fields['pbx_call_id']} ${fields['call_start'] ?? ''}`);
    const starts = ids.filter((text) => !text.endsWith(' '));
    expect(new Set(starts).size).toBe(new Set(starts.map((text) => text.split(' ')[0])).size);
  });

  it('an answered call tells its whole story', async () => {
    const call = await play('incoming-answered', { from: '+48601000001', extension: '101', talkSeconds: 75 });
    expect(receiver.names()).toEqual([
      'NOTIFY_START',
      'NOTIFY_INTERNAL 101',
      'NOTIFY_ANSWER 101',
      'NOTIFY_END 101',
      'NOTIFY_RECORD',
    ]);
    expect(call.id).toMatch(/^in_[0-9a-f]{40}$/);
    expect(ending('NOTIFY_END')).toMatchObject({
      caller_id: '+48601000001',
      called_did: '48221234567',
      duration: '75',
      disposition: 'answered',
      last_internal: '101',
      is_recorded: '1',
      calltype: 'normal',
      call_id_with_rec: call.recordings[0],
    });
    expect(last()).toEqual({
      event: 'NOTIFY_RECORD',
      call_start: undefined,
      pbx_call_id: call.id,
      call_id_with_rec: call.recordings[0],
    });
  });

  it('call times are the wall clock of the account, recording ids are true UTC seconds', async () => {
    const call = await play('incoming-answered');
    const { call_start: start, call_id_with_rec: id } = ending('NOTIFY_END');
    const local = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Warsaw',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    expect(start).toBe(local.format(new Date(call.startedAt!)));
    expect(Math.abs(Number(id!.split('.')[0]) * 1000 - Date.parse(call.startedAt!))).toBeLessThan(3000);
  });

  it('a redirect rings the extension we named', async () => {
    receiver.answer = ({ event }) =>
      event === 'NOTIFY_START'
        ? { redirect: '102', return_timeout: 20, caller_name: 'Jan Kowalski, ACME' }
        : {};
    const call = await play('redirect-honoured', { extension: '100' });
    expect(simulator.rings({ callId: call.id })).toMatchObject([
      { extension: '102', because: 'redirect', outcome: 'answered' },
    ]);
    expect(call.answers).toMatchObject([{ event: 'NOTIFY_START', effect: 'rings 102' }]);
    expect(ending('NOTIFY_END')).toMatchObject({
      internal: '102',
      last_internal: '102',
      disposition: 'answered',
    });
  });

  it('without a redirect the same caller is not answered', async () => {
    const call = await play('redirect-honoured', { extension: '100' });
    expect(call).toMatchObject({ disposition: 'no answer', durationSeconds: 0 });
  });

  it('comes back to its own scenario when the manager does not answer in time', async () => {
    receiver.answer = () => ({ redirect: '102', return_timeout: '5' });
    const call = await play('manager-not-answering', { extension: '100' });
    expect(simulator.rings({ callId: call.id })).toMatchObject([
      { extension: '102', because: 'redirect', outcome: 'no answer' },
      { extension: '100', because: 'scenario', outcome: 'answered' },
    ]);
    expect(ending('NOTIFY_END')).toMatchObject({ internal: '102', last_internal: '100' });
  });

  it('return_timeout 0 never comes back', async () => {
    receiver.answer = () => ({ redirect: '102', return_timeout: 0 });
    const call = await play('manager-not-answering', { extension: '100' });
    expect(simulator.rings({ callId: call.id })).toHaveLength(1);
    expect(call.disposition).toBe('cancel');
  });

  it('an offline manager is passed over at once', async () => {
    simulator.setPresence('102', false);
    receiver.answer = () => ({ redirect: '102', return_timeout: 20 });
    const call = await play('incoming-answered', { extension: '100' });
    expect(simulator.rings({ callId: call.id })).toMatchObject([{ extension: '100', because: 'scenario' }]);
  });

  it.each([
    [{ redirect: 'blacklist' }, 'busy'],
    [{ hangup: 1 }, 'cancel'],
  ])('%j ends the call before anything rings', async (answer, disposition) => {
    receiver.answer = () => answer;
    const call = await play('incoming-answered');
    expect(call).toMatchObject({ disposition, legs: [] });
    expect(receiver.names()).toEqual(['NOTIFY_START', 'NOTIFY_END']);
  });

  it.each(['', 'not json', '[]', '{"redirect":"nobody"}', '{"redirect":"102","return_timeout":1}'])(
    'the answer %j leaves the own scenario in place',
    async (answer) => {
      receiver.answer = () => answer;
      const call = await play('incoming-answered', { extension: '100' });
      expect(call.legs).toMatchObject([{ extension: '100', because: 'scenario', outcome: 'answered' }]);
    },
  );

  it('plays a menu of ours and acts on the next answer', async () => {
    receiver.answer = ({ event }) =>
      event === 'NOTIFY_START'
        ? { ivr_saydigits: '12', wait_dtmf: { name: 'menu1', maxdigits: 1 } }
        : event === 'NOTIFY_IVR'
          ? { redirect: '102', return_timeout: 10 }
          : {};
    const call = await play('incoming-answered', { digits: '2', extension: '100' });
    expect(ending('NOTIFY_IVR')).toMatchObject({
      ivr_saydigits: 'COMPLETE',
      'wait_dtmf[name]': 'menu1',
      'wait_dtmf[digits]': '2',
    });
    expect(call.legs[0]).toMatchObject({ extension: '102', because: 'redirect' });
  });

  it('a missed call may end with or without the extension that rang', async () => {
    await play('incoming-missed', { extension: '101' });
    expect(ending('NOTIFY_END')).toMatchObject({ internal: '101', disposition: 'no answer', duration: '0' });
    receiver.events.length = 0;
    await play('incoming-missed', { extension: '101', internalInEnd: false, ringSeconds: 10 });
    expect(ending('NOTIFY_END')).toMatchObject({ disposition: 'cancel', is_recorded: '0' });
    expect(ending('NOTIFY_END')).not.toHaveProperty('internal');
    expect(ending('NOTIFY_END')).not.toHaveProperty('last_internal');
  });

  it('a group rings together and one answers', async () => {
    await play('group-ring', { extensions: ['100', '101', '102'], answeredBy: '101' });
    expect(receiver.names().slice(0, 5)).toEqual([
      'NOTIFY_START',
      'NOTIFY_INTERNAL 100',
      'NOTIFY_INTERNAL 101',
      'NOTIFY_INTERNAL 102',
      'NOTIFY_ANSWER 101',
    ]);
    expect(ending('NOTIFY_END')).toMatchObject({ internal: '100', last_internal: '101' });
  });

  it('a transfer names who handed over', async () => {
    const call = await play('transfer', { extension: '100', transferTo: '102', talkSeconds: 60 });
    expect(receiver.names().slice(3, 5)).toEqual(['NOTIFY_INTERNAL 102', 'NOTIFY_ANSWER 102']);
    expect(receiver.events[3]!.fields).toMatchObject({ transfer_from: '100', transfer_type: 'blind' });
    expect(ending('NOTIFY_END')).toMatchObject({ internal: '100', last_internal: '102', duration: '60' });
    expect(call.recordings).toHaveLength(2);
  });

  it.each([undefined, '102'])(
    'hands a call that our redirect brought elsewhere to somebody else than who talks, asked for %s',
    async (transferTo) => {
      receiver.answer = () => ({ redirect: '102', return_timeout: 20 });
      const call = await play('recorded-in-parts', {
        extension: '101',
        transferTo,
        parts: 3,
        talkSeconds: 30,
      });
      expect(simulator.rings({ callId: call.id })).toMatchObject([
        { extension: '102', because: 'redirect', outcome: 'answered' },
        { extension: '100', because: 'transfer', outcome: 'answered' },
        { extension: '102', because: 'transfer', outcome: 'answered' },
      ]);
    },
  );

  it('hands over again to a colleague who did not take it, never to the one who talks', async () => {
    simulator.setPresence('102', false);
    const call = await play('recorded-in-parts', { extension: '100', transferTo: '102', parts: 3 });
    expect(call.legs).toMatchObject([{ extension: '100', because: 'scenario', outcome: 'answered' }]);
  });

  it('every recorded part is announced by itself', async () => {
    const call = await play('recorded-in-parts', { parts: 3, talkSeconds: 30 });
    const announced = receiver.events.filter(({ fields }) => fields['event'] === 'NOTIFY_RECORD');
    expect(announced.map(({ fields }) => fields['call_id_with_rec'])).toEqual(call.recordings);
    expect(new Set(call.recordings).size).toBe(3);
  });

  it('voicemail is answered by nobody', async () => {
    await play('voicemail');
    expect(receiver.names().some((name) => name.startsWith('NOTIFY_ANSWER'))).toBe(false);
    expect(ending('NOTIFY_END')).toMatchObject({ disposition: 'answered', duration: '20' });
    expect(ending('NOTIFY_END')).not.toHaveProperty('last_internal');
  });

  it.each([
    ['hidden-number', 'NOTIFY_END', { caller_id: 'anonymous' }],
    ['incoming-failed', 'NOTIFY_END', { disposition: 'failed' }],
    ['incoming-busy', 'NOTIFY_END', { disposition: 'busy' }],
    ['no-money', 'NOTIFY_OUT_END', { disposition: 'no money', duration: '0' }],
    ['outgoing-unanswered', 'NOTIFY_OUT_END', { disposition: 'no answer', call_id_with_rec: '' }],
  ] as const)('%s', async (name, event, expected) => {
    await play(name);
    expect(ending(event)).toMatchObject(expected);
  });

  it('an outgoing call shows its CallerID, or 0 without one', async () => {
    await play('outgoing-answered', { extension: '101', to: '+48601000002' });
    expect(ending('NOTIFY_OUT_END')).toMatchObject({ caller_id: '48221234567', destination: '+48601000002' });
    receiver.events.length = 0;
    await play('outgoing-answered', { extension: '100', to: '601000002' });
    expect(receiver.names()).toEqual([
      'NOTIFY_OUT_START 100',
      'NOTIFY_ANSWER 100',
      'NOTIFY_OUT_END 100',
      'NOTIFY_RECORD',
    ]);
    expect(ending('NOTIFY_OUT_END')).toMatchObject({ caller_id: '0', destination: '601000002' });
  });

  it('an internal call has no outside number', async () => {
    await play('internal-call', { extension: '100', to: '102' });
    expect(ending('NOTIFY_OUT_END')).toMatchObject({ internal: '100', destination: '102' });
  });

  it('a callback with one id tells both legs under it', async () => {
    const call = await play('callback-one-id', { extension: '101', to: '48601000003' });
    expect(receiver.names()).toEqual([
      'NOTIFY_OUT_START 48601000003',
      'NOTIFY_OUT_START 101',
      'NOTIFY_ANSWER 101',
      'NOTIFY_OUT_END 101',
      'NOTIFY_OUT_END 48601000003',
      'NOTIFY_RECORD',
    ]);
    expect(new Set(receiver.events.map(({ fields }) => fields['pbx_call_id']))).toEqual(new Set([call.id]));
    const types = receiver.events.map(({ fields }) => fields['calltype']).filter(Boolean);
    expect(types).toEqual(['callback_leg2', 'callback_leg1']);
  });

  it('a callback with two ids tells a helper leg and a client leg', async () => {
    const { ids, finished } = simulator.runScenario('callback-two-ids', {
      extension: '101',
      to: '48601000003',
    });
    await finished;
    expect(new Set(receiver.events.map(({ fields }) => fields['pbx_call_id']))).toEqual(new Set(ids));
    const helper = receiver.events.filter(({ fields }) => fields['pbx_call_id'] === ids[0]);
    expect(helper.every(({ fields }) => fields['destination'] === '101')).toBe(true);
    expect(simulator.call(ids[1]!)).toMatchObject({ to: '48601000003', disposition: 'answered' });
  });

  it('a callback with two ids may name the client on its helper leg, roles swapped', async () => {
    const { ids, finished } = simulator.runScenario('callback-two-ids-swapped', {
      extension: '101',
      to: '48601000003',
    });
    await finished;
    const parties = (id?: string) =>
      receiver.events
        .filter(({ fields }) => fields['pbx_call_id'] === id && fields['event'] !== 'NOTIFY_RECORD')
        .map(({ fields }) => [fields['internal'], fields['destination']]);
    expect(parties(ids[0])).toEqual(Array(2).fill(['48601000003', '101']));
    expect(parties(ids[1])).toEqual(Array(3).fill(['101', '48601000003']));
  });

  it.each([
    ['extension', '48601000003', '101'],
    ['client', '101', '48601000003'],
  ] as const)(
    'a callback may tell that the own phone was picked up, naming the %s as dialled',
    async (named, internal, destination) => {
      simulator.setBehaviour({ ownPhoneAnswer: named });
      const to = '48601000003';
      const { ids, finished } = simulator.runScenario('callback-two-ids-swapped', { extension: '101', to });
      await finished;
      const answers = receiver.events.filter(({ fields }) => fields['event'] === 'NOTIFY_ANSWER');
      // What is told of two ids may overtake each other.
      const ofCall = (id?: string) =>
        answers.map(({ fields }) => fields).filter((fields) => fields['pbx_call_id'] === id);
      expect(answers).toHaveLength(2);
      expect(ofCall(ids[0])).toMatchObject([{ internal, destination }]);
      expect(ofCall(ids[1])).toMatchObject([{ internal: '101', destination: to }]);
    },
  );

  it('a callback that nobody of ours picks up never rings the client, and nothing of it stays planned', async () => {
    simulator.setBehaviour({ callbackVariant: 'two-ids', agentAnswersAfter: 60 });
    await callApi(simulator, 'GET', '/v1/request/callback/', { from: '101', to: '+48601000003' });
    await until(() => simulator.calls({ live: true }).length === 0);
    expect(receiver.events.map(({ fields }) => fields['destination'])).toEqual(['101', '101']);
    const [helper, client] = simulator.calls();
    expect(helper).toMatchObject({ disposition: 'no answer', finished: true });
    expect(client).toMatchObject({ to: '+48601000003', startedAt: null, finished: true });
    await simulator.finished(client!.id);
  });

  it.each([
    ['one-id', '48601000003', 'callback_leg1'],
    ['two-ids', '101', 'normal'],
    ['two-ids-swapped', '48601000003', 'normal'],
  ] as const)('a callback to a phone that talks is told as busy with %s', async (variant, internal, type) => {
    simulator.setBehaviour({ busyWhileTalking: true, callbackVariant: variant });
    const { id } = simulator.runScenario('incoming-answered', { extension: '101', talkSeconds: 3_000 });
    await until(() => simulator.call(id)?.state === 'talking');
    const answer = await callApi(simulator, 'GET', '/v1/request/callback/', {
      from: '101',
      to: '48601000003',
    });
    expect(answer.body['status']).toBe('success');
    await until(() => simulator.calls({ live: true }).length === 1);
    const [helper, client] = simulator.calls().slice(1);
    await simulator.finished(helper!.id);
    const told = receiver.events.filter(({ fields }) => fields['pbx_call_id'] !== id);
    expect(told.map(({ fields }) => fields)).toMatchObject([
      { event: 'NOTIFY_OUT_START', pbx_call_id: helper!.id, internal, destination: '101' },
      { event: 'NOTIFY_OUT_END', disposition: 'busy', status_code: '17', duration: '0', calltype: type },
    ]);
    expect(helper).toMatchObject({ disposition: 'busy', legs: [], finished: true });
    if (variant !== 'one-id') expect(client).toMatchObject({ startedAt: null, finished: true });
  });

  it('of two calls that ring at once, a phone that can be busy takes one', async () => {
    simulator.setBehaviour({ busyWhileTalking: true });
    const ring = () => simulator.runScenario('incoming-answered', { extension: '101', talkSeconds: 3_000 });
    const calls = [ring(), ring()];
    await Promise.race(calls.map(({ finished }) => finished));
    const views = calls.map(({ id }) => simulator.call(id)!);
    expect(views.map(({ state }) => state).sort()).toEqual(['ended', 'talking']);
    expect(views.find(({ state }) => state === 'ended')).toMatchObject({ durationSeconds: 0 });
  });

  it('waits for the control API when nobody acts by plan', async () => {
    const { id, finished } = simulator.runScenario('incoming-answered', {
      manual: true,
      extension: '101',
    });
    await until(() => simulator.accept(id, '101'));
    await until(() => simulator.call(id)?.state === 'talking');
    expect(simulator.hangUp(id)).toBe(true);
    await finished;
    expect(simulator.call(id)).toMatchObject({ disposition: 'answered', state: 'ended' });
    expect(simulator.call(id)!.durationSeconds).toBeLessThan(600_000);
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 500) throw new Error('did not happen');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
