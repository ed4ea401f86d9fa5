import { Script } from 'node:vm';
import { startSimulator, type RunningSimulator } from '../start-simulator';
import { callApi } from '../testing';
import type { WidgetState } from './widget-door';

let simulator: RunningSimulator;

beforeEach(async () => {
  simulator = await startSimulator({ speed: 1000, webrtcDomains: ['crm.example.com'] });
});

afterEach(() => simulator.close());

async function keyFor(sip: string): Promise<string> {
  return (await callApi(simulator, 'GET', '/v1/webrtc/get_key/', { sip })).body['key'] as string;
}

async function state(fields: Record<string, string>): Promise<WidgetState> {
  const query = new URLSearchParams({ callback: 'show', domain: 'app.crm.example.com', ...fields });
  const response = await fetch(`${simulator.url}/sys/webrtc/state.js?${query.toString()}`);
  return JSON.parse(/^window\.show\((.*)\);$/.exec(await response.text())![1]!) as WidgetState;
}

describe('widget', () => {
  it('serves both loaders as scripts that parse', async () => {
    for (const file of ['loader-phone-lib.js', 'loader-phone-fn.js', 'phone-interface.js']) {
      const response = await fetch(`${simulator.url}/webphoneWebRTCWidget/v9/js/${file}?sub_v=1`);
      expect(response.headers.get('content-type')).toMatch(/^text\/javascript/);
      const text = await response.text();
      expect(() => new Script(text)).not.toThrow();
    }
  });

  it('registers with the full login only, on a registered domain', async () => {
    const key = await keyFor('123456-101');
    expect(await state({ key, sip: '123456-101' })).toEqual({ error: null, calls: [] });
    expect((await state({ key, sip: '101' })).error).toBe('sip_not_found');
    expect((await state({ key, sip: '123456-100' })).error).toBe('sip_not_found');
    expect((await state({ key: 'x', sip: '123456-101' })).error).toBe('sip_not_found');
    expect((await state({ key, sip: '123456-101', domain: 'evil.example' })).error).toBe(
      'integration_disabled',
    );
  });

  it('answers and ends a call', async () => {
    const key = await keyFor('101');
    const phone = { key, sip: '123456-101' };
    const { id, finished } = simulator.runScenario('incoming-answered', {
      manual: true,
      extension: '101',
      from: '+48601000001',
    });
    expect((await state(phone)).calls).toEqual([{ id, number: '+48601000001', ringing: true }]);
    await state({ ...phone, action: 'accept', call: id });
    while ((await state(phone)).calls[0]?.ringing !== false);
    await state({ ...phone, action: 'hangup', call: id });
    await finished;
    expect((await state(phone)).calls).toEqual([]);
  });

  it('can be blocked, or have its key refused', async () => {
    const key = await keyFor('101');
    simulator.addFault({ target: 'widget', kind: 'refused-key', times: 1 });
    expect((await state({ key, sip: '123456-101' })).error).toBe('sip_not_found');
    expect((await state({ key, sip: '123456-101' })).error).toBeNull();
    simulator.addFault({ target: 'widget', kind: 'blocked' });
    const response = await fetch(`${simulator.url}/webphoneWebRTCWidget/v9/js/loader-phone-lib.js`);
    expect(response.status).toBe(503);
  });

  it('can have the key it uses ended for good, but not the next one', async () => {
    const key = await keyFor('101');
    simulator.addFault({ target: 'widget', kind: 'expired-key', times: 1 });
    const errorOf = async (used: string) => (await state({ key: used, sip: '123456-101' })).error;
    expect([await errorOf(key), await errorOf(key)]).toEqual(['sip_not_found', 'sip_not_found']);
    expect(await errorOf(await keyFor('101'))).toBeNull();
  });
});
