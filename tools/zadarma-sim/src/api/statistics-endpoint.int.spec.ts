import { startSimulator, type RunningSimulator } from '../start-simulator';
import { callApi, startReceiver } from '../testing';

interface Row {
  call_id: string;
  sip: string | number;
  callstart: string;
  clid: string;
  destination: string | number;
  disposition: string;
  seconds: string | number;
  is_recorded: string | boolean;
  pbx_call_id: string;
}

let simulator: RunningSimulator;

beforeEach(async () => {
  simulator = await startSimulator({
    speed: 1000,
    rateLimits: null,
    extensions: [{ number: '100', name: 'Recepcja' }, { number: '101' }, { number: '102' }],
  });
});

afterEach(() => simulator.close());

async function statistics(fields: Record<string, string> = {}) {
  const { body, text } = await callApi(simulator, 'GET', '/v1/statistics/pbx/', { version: '2', ...fields });
  return { ...body, text, rows: body['stats'] as Row[] } as {
    rows: Row[];
    start: string;
    end: string;
    text: string;
  };
}

describe('PBX statistics', () => {
  it('knows calls nobody was told about, one row per leg, in mixed types', async () => {
    await simulator.runScenario('group-ring', {
      extensions: ['100', '101', '102'],
      answeredBy: '101',
      from: '+48601000001',
      talkSeconds: 42,
    }).finished;
    const { rows } = await statistics();
    expect(simulator.deliveries()).toEqual([]);
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map((row) => row.pbx_call_id)).size).toBe(1);
    expect(new Set(rows.map((row) => row.call_id)).size).toBe(3);
    const talked = rows.filter((row) => row.disposition === 'answered');
    expect(talked.map((row) => [String(row.sip), Number(row.seconds), String(row.is_recorded)])).toEqual([
      ['101', 42, 'true'],
    ]);
    expect(rows.every((row) => row.clid === '+48601000001')).toBe(true);
  });

  it('names the caller as our answer did', async () => {
    const receiver = await startReceiver();
    receiver.answer = () => ({ caller_name: 'Anna' });
    simulator.setWebhook(receiver.url);
    await simulator.runScenario('incoming-answered', { from: '+48601000001' }).finished;
    await receiver.close();
    expect((await statistics()).rows[0]!.clid).toBe('"Anna" <+48601000001>');
  });

  it('a missed call has a row of the menu with the result of the whole call', async () => {
    await simulator.runScenario('incoming-missed', { extension: '100', ringSeconds: 8 }).finished;
    const { rows } = await statistics();
    expect(rows.map((row) => [String(row.sip), row.disposition])).toEqual([
      ['0', 'cancel'],
      ['100', 'no answer'],
    ]);
  });

  it('spells a failed outgoing call its own way and lists the helper leg of a callback first', async () => {
    await simulator.runScenario('outgoing-failed', { extension: '100' }).finished;
    expect((await statistics()).rows[0]).toMatchObject({
      disposition: 'call failed',
      clid: 'Recepcja (100)',
    });
    await simulator.reset();
    await simulator.runScenario('callback-one-id', { extension: '101', to: '48601000003' }).finished;
    const destinations = (await statistics()).rows.map((row) => String(row.destination));
    expect(destinations.toSorted()).toEqual(['101', '48601000003']);
  });

  it('cuts a period to 30 days, pages by skip and limit, filters by direction', async () => {
    const days = ['2026-01-05', '2026-01-20', '2026-02-10'];
    simulator.addHistory(
      days.map((day, index) => ({
        direction: index === 1 ? 'out' : 'in',
        number: '+48601000001',
        startedAt: `${day}T10:00:00Z`,
      })),
    );
    const period = { start: '2026-01-01 00:00:00', end: '2026-03-01 00:00:00' };
    const all = await statistics(period);
    expect(all).toMatchObject({ start: '2026-01-01 00:00:00', end: '2026-01-31 00:00:00' });
    expect(all.rows.map((row) => row.callstart)).toEqual(['2026-01-05 11:00:00', '2026-01-20 11:00:00']);
    expect((await statistics({ ...period, skip: '1', limit: '1' })).rows).toHaveLength(1);
    expect((await statistics({ ...period, call_type: 'out' })).rows).toHaveLength(1);
    expect((await statistics({ start: 'yesterday' })).rows).toBeUndefined();
  });

  it('can write call ids as numbers, which an ordinary parser changes', async () => {
    simulator.addHistory([{ direction: 'in', number: '1234567', startedAt: '2026-01-05T10:00:00Z' }]);
    simulator.addFault({ target: 'api', kind: 'numeric-call-ids' });
    const { text } = await statistics({ start: '2026-01-01 00:00:00', end: '2026-01-30 00:00:00' });
    expect(text).toMatch(/"call_id":1767607200\.\d{7},/);
  });
});
