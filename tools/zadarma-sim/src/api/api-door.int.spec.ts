import { startSimulator, type RunningSimulator } from '../start-simulator';
import { callApi, startReceiver, type Receiver } from '../testing';

let simulator: RunningSimulator;
let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
  simulator = await startSimulator({
    speed: 1000,
    extensions: [{ number: '100' }, { number: '101', online: false }],
  });
});

afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

const get = (path: string, fields: Record<string, string> = {}) => callApi(simulator, 'GET', path, fields);

describe('REST API', () => {
  it('refuses an unsigned and a wrongly signed request and tells the reason to its owner only', async () => {
    const unsigned = await fetch(`${simulator.url}/v1/info/balance/`);
    expect(unsigned.status).toBe(401);
    expect(await unsigned.json()).toEqual({ status: 'error', message: 'Not authorized' });
    const wrong = await callApi(
      { ...simulator, secret: 'other' } as RunningSimulator,
      'GET',
      '/v1/info/balance/',
    );
    expect(wrong.status).toBe(401);
    expect(simulator.requests().map(({ refusal }) => refusal)).toEqual([
      'no Authorization header',
      'wrong signature',
    ]);
  });

  it('answers with the documented types, quirks included', async () => {
    expect((await get('/v1/info/balance/')).body).toEqual({
      status: 'success',
      balance: 42.5,
      currency: 'PLN',
    });
    expect((await get('/v1/pbx/internal/', { format: 'json' })).body).toEqual({
      status: 'success',
      pbx_id: 123456,
      numbers: [100, 101],
    });
    expect((await get('/v1/pbx/internal/101/status/')).body).toEqual({
      status: 'success',
      pbx_id: 123456,
      number: 101,
      is_online: 'false',
    });
    expect((await get('/v1/info/timezone/')).body['timezone']).toMatch(/^UTC\+[12]$/);
    expect((await get('/v1/pbx/internal/999/status/')).status).toBe(404);
    expect((await get('/v1/no/such/')).body).toEqual({ status: 'error', message: 'Not found' });
  });

  it('counts every request and refuses the fourth statistics request of a minute', async () => {
    const first = await get('/v1/statistics/pbx/');
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-zadarma-method': '/v1/statistics/pbx/',
      'x-ratelimit-limit': '3',
      'x-ratelimit-remaining': '2',
    });
    const reset = Number(first.headers.get('x-ratelimit-reset'));
    expect(reset).toBeGreaterThan(Date.now() / 1000);
    expect(reset).toBeLessThanOrEqual(Date.now() / 1000 + 61);
    await get('/v1/statistics/pbx/');
    await get('/v1/statistics/pbx/');
    const fourth = await get('/v1/statistics/pbx/');
    expect(fourth.status).toBe(429);
    expect(fourth.body).toEqual({ status: 'error', message: 'You exceeded the rate limit' });
    const other = await get('/v1/info/balance/');
    expect(other.status).toBe(200);
    expect(other.headers.get('x-ratelimit-remaining')).toBe('95');
  });

  it('refuses the 101st request of a minute', async () => {
    for (let sent = 0; sent < 100; sent += 1) await get('/v1/info/balance/');
    expect((await get('/v1/info/balance/')).status).toBe(429);
  });

  it('saves an address only when it echoes the token exactly', async () => {
    const set = () => callApi(simulator, 'POST', '/v1/pbx/callinfo/url/', { url: receiver.url });
    receiver.echo = (token) => `"${token}"`;
    expect(await set()).toMatchObject({
      status: 400,
      body: { status: 'error', message: 'URL did not return zd_echo' },
    });
    expect(simulator.state().callinfo.url).toBe('');
    receiver.echo = (token) => token;
    expect((await set()).body).toEqual({ status: 'success', url: receiver.url });
    expect((await get('/v1/pbx/callinfo/')).body).toMatchObject({
      url: receiver.url,
      notifications: { notify_start: 'false', notify_out_end: 'false' },
    });
    expect((await callApi(simulator, 'DELETE', '/v1/pbx/callinfo/url/')).body).toEqual({
      status: 'success',
      url: '',
    });
  });

  it('sends only the notifications that are switched on', async () => {
    simulator.setWebhook(receiver.url);
    const answer = await callApi(simulator, 'POST', '/v1/pbx/callinfo/notifications/', {
      notify_start: 'false',
      notify_internal: 'false',
      notify_answer: 'true',
    });
    expect(answer.body['notifications']).toMatchObject({ notify_start: 'false', notify_end: 'true' });
    await simulator.runScenario('incoming-answered', { extension: '100' }).finished;
    expect(receiver.names()).toEqual(['NOTIFY_ANSWER 100', 'NOTIFY_END 100', 'NOTIFY_RECORD']);
  });

  it('answers "Update error" when hooks do not change', async () => {
    const set = () => callApi(simulator, 'POST', '/v1/pbx/webhooks/hooks/', { sms: 'true' });
    expect((await set()).body['hooks']).toMatchObject({ sms: 'true', document: 'false' });
    expect((await set()).body).toEqual({ status: 'error', message: 'Update error' });
  });

  it('calls back: rings the extension, then the client, and tells no id', async () => {
    simulator.setWebhook(receiver.url);
    const { body } = await get('/v1/request/callback/', { from: '100', to: '48601000003', sip: '100' });
    expect(body).toEqual({ status: 'success', from: '100', to: '48601000003', time: expect.any(Number) });
    await simulator.finished(simulator.calls()[0]!.id);
    expect(simulator.rings()).toMatchObject([{ extension: '100', because: 'callback', outcome: 'answered' }]);
    expect(receiver.names()).toContain('NOTIFY_OUT_END 100');
  });

  it.each([
    [{ from: '123456-100', to: '48601000003' }, 200],
    [{ from: '101', to: '48601000003' }, 200],
    [{ from: '999', to: '48601000003' }, 400],
    [{ from: '100', to: '12' }, 400],
    [{ from: '100', to: '48601000003', sip: '123456-100' }, 400],
  ])('a callback with %j answers %d and rings nothing', async (fields, status) => {
    expect((await get('/v1/request/callback/', fields as Record<string, string>)).status).toBe(status);
    expect(simulator.rings()).toEqual([]);
  });

  it('has no money for a callback on an empty balance', async () => {
    simulator.setWebhook(receiver.url);
    simulator.setBalance(0);
    await get('/v1/request/callback/', { from: '100', to: '48601000003' });
    await simulator.finished(simulator.calls()[0]!.id);
    expect(receiver.events.map(({ fields }) => fields['disposition'])).toContain('no money');
  });

  it('issues WebRTC keys for the login and for the bare extension, and keeps domains', async () => {
    for (const sip of ['123456-100', '100']) {
      expect((await get('/v1/webrtc/get_key/', { sip })).body['key']).toMatch(/^[0-9a-f]{32}$/);
    }
    expect((await get('/v1/webrtc/get_key/', { sip: '999' })).status).toBe(400);
    await callApi(simulator, 'POST', '/v1/webrtc/create/', { domain: 'crm.example.com' });
    await callApi(simulator, 'POST', '/v1/webrtc/domain/', { domain: 'localhost' });
    await callApi(simulator, 'DELETE', '/v1/webrtc/domain/', { domain: 'crm.example.com' });
    await callApi(simulator, 'PUT', '/v1/webrtc/', { shape: 'square', position: 'top_left' });
    expect((await get('/v1/webrtc/')).body).toEqual({
      status: 'success',
      is_exists: true,
      domains: ['localhost'],
      settings: { shape: 'square', position: 'top_left' },
    });
  });

  it('recognises speech on demand and tells it', async () => {
    simulator.setWebhook(receiver.url);
    const { id, finished } = simulator.runScenario('incoming-answered', { extension: '100' });
    await finished;
    const callId = simulator.call(id)!.recordings[0]!;
    const read = () => get('/v1/speech_recognition/', { call_id: callId });
    expect((await read()).body['recognitionStatus']).toBe('ready for recognize');
    await callApi(simulator, 'PUT', '/v1/speech_recognition/', { call_id: callId });
    while ((await read()).body['recognitionStatus'] !== 'recognized') await new Promise(setImmediate);
    expect((await read()).body['phrases']).not.toHaveLength(0);
    while (!receiver.names().includes('SPEECH_RECOGNITION')) await new Promise(setImmediate);
    expect((await get('/v1/tariff/')).body['info']).toMatchObject({
      used_seconds_speech_recognition: expect.any(Number),
    });
  });

  it('recognises who speaks: our side is channel 1 on outgoing calls and 2 on incoming ones', async () => {
    const firstWord = async (scenario: 'incoming-answered' | 'outgoing-answered') => {
      const { id, finished } = simulator.runScenario(scenario, { extension: '100' });
      await finished;
      const callId = simulator.call(id)!.recordings[0]!;
      await callApi(simulator, 'PUT', '/v1/speech_recognition/', { call_id: callId });
      const read = () => get('/v1/speech_recognition/', { call_id: callId, return: 'words' });
      while ((await read()).body['recognitionStatus'] !== 'recognized') await new Promise(setImmediate);
      return ((await read()).body['words'] as object[])[0];
    };
    // Whoever is called speaks first.
    const said = { result: expect.arrayContaining([{ s: 1, e: 1.4, w: expect.any(String) }]), channel: 2 };
    expect(await firstWord('incoming-answered')).toEqual(said);
    expect(await firstWord('outgoing-answered')).toEqual(said);
  });

  it('recognises nothing where the recording, the paid seconds or the machine do not allow it', async () => {
    const { id, finished } = simulator.runScenario('incoming-answered', { extension: '100' });
    await finished;
    const callId = simulator.call(id)!.recordings[0]!;
    const state = async () =>
      (await get('/v1/speech_recognition/', { call_id: callId })).body['recognitionStatus'];
    const start = () => callApi(simulator, 'PUT', '/v1/speech_recognition/', { call_id: callId });
    simulator.addFault({ target: 'speech', kind: 'not-available', times: 1 });
    expect(await state()).toBe('not available for recognize');
    simulator.addFault({ target: 'speech', kind: 'no-seconds', times: 1 });
    expect((await start()).status).toBe(400);
    expect(await state()).toBe('ready for recognize');
    simulator.addFault({ target: 'speech', kind: 'recognition-fails', callId, times: 1 });
    await start();
    // Five milliseconds at this speed: on a busy machine it is over at once.
    expect(['in progress', 'error']).toContain(await state());
    while ((await state()) !== 'error') await new Promise(setImmediate);
  });

  it('sends a text message and denies a hopeless number within the success', async () => {
    const { body } = await callApi(simulator, 'POST', '/v1/sms/send/', {
      number: '48601000001,12',
      message: 'Dzień dobry! 10% *off* ~',
      sender: 'Teamsale',
    });
    expect(body).toMatchObject({ status: 'success', messages: 1, denied_numbers: [{ number: '12' }] });
  });
});

describe('API faults', () => {
  it.each([
    [{ kind: 'status', status: 503 }, 503, ''],
    [{ kind: 'garbage' }, 200, '{"status":"succ'],
    [{ kind: 'rate-limit' }, 429, 'You exceeded the rate limit'],
    [{ kind: 'rate-limit-as-200' }, 200, 'You exceeded the rate limit by User Limits'],
    [{ kind: 'business-error', message: 'Nope' }, 400, 'Nope'],
  ] as const)('%j', async (fault, status, text) => {
    simulator.addFault({ target: 'api', ...fault, path: '/v1/info/', times: 1 });
    expect((await get('/v1/pbx/internal/')).status).toBe(200);
    const broken = await get('/v1/info/balance/');
    expect(broken.status).toBe(status);
    expect(broken.text).toContain(text);
    expect((await get('/v1/info/balance/')).body['status']).toBe('success');
  });

  it('never answers, or breaks the connection', async () => {
    simulator.addFault({ target: 'api', kind: 'timeout', times: 1 });
    await expect(
      fetch(`${simulator.url}/v1/info/balance/`, { signal: AbortSignal.timeout(50) }),
    ).rejects.toThrow();
    simulator.addFault({ target: 'api', kind: 'reset', times: 1 });
    await expect(get('/v1/info/balance/')).rejects.toThrow();
    expect((await get('/v1/info/balance/')).status).toBe(200);
  });

  it('answers late', async () => {
    simulator.addFault({ target: 'api', kind: 'slow', delayMs: 60, times: 1 });
    const since = Date.now();
    await get('/v1/info/balance/');
    expect(Date.now() - since).toBeGreaterThanOrEqual(55);
  });
});
