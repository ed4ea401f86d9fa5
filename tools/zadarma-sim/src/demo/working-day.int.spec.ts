import { seededRandom } from '../account/identifiers';
import { startSimulator } from '../start-simulator';

describe('working day', () => {
  it('plays many kinds of calls, mostly with known numbers, nobody on two calls at once', async () => {
    const callers = ['+48601000001', '+48601000002', '+48601000003', '+48601000004', '+48601000005'];
    const simulator = await startSimulator({
      speed: 1000,
      random: seededRandom(3),
      behaviour: { busyWhileTalking: true },
    });
    simulator.startWorkingDay({ callers, strangers: 0.2 });
    while (simulator.calls().length < 40) await new Promise((resolve) => setTimeout(resolve, 10));
    simulator.stopWorkingDay();
    const calls = simulator.calls();
    await simulator.close();
    expect(new Set(calls.map((call) => call.scenario)).size).toBeGreaterThan(4);
    const known = calls.filter((call) => callers.includes(call.from) || callers.includes(call.to));
    expect(known.length).toBeGreaterThan(20);
    const talks = calls
      .flatMap((call) => call.legs)
      .filter((leg) => leg.answeredAt !== null)
      .map((leg) => leg.extension);
    expect(new Set(talks).size).toBeGreaterThan(1);
  });
});
