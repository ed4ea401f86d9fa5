import type { RoutingSettings } from '@callboard/contracts';
import { decideRouting, type RoutingFacts } from './decide-routing';

const now = new Date('2026-03-05T09:15:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const settings: RoutingSettings = { enabled: true, returnTimeoutSeconds: 20, onlyWhenOnline: false };
const caller: RoutingFacts = {
  name: 'Jan Kowalski',
  company: 'ACME',
  managerId: 'anna',
  managerName: 'Anna Nowak',
  extension: '101',
  online: true,
  onlineSeenAt: minutesAgo(1),
};
const shown = { caller_name: 'Jan Kowalski, ACME' };
const redirected = { redirect: '101', return_timeout: 20, ...shown };

describe('decideRouting', () => {
  it('sends the call to the manager, and says whom it is about', () => {
    expect(decideRouting(true, caller, settings, now)).toEqual({
      answer: redirected,
      reason: 'manager',
      contactName: 'Jan Kowalski',
      employeeName: 'Anna Nowak',
      extension: '101',
    });
  });

  it.each([
    ['is switched off', true, caller, { enabled: false }, 'routing_off', {}],
    ['does not know a hidden number', false, null, {}, 'hidden_number', {}],
    ['does not know a stranger', true, null, {}, 'unknown_caller', {}],
    ['finds no manager', true, { ...caller, managerId: null, extension: null }, {}, 'name_only', shown],
    [
      'finds no active extension',
      true,
      { ...caller, extension: null },
      {},
      'manager_without_extension',
      shown,
    ],
    ['does not ask for presence', true, { ...caller, online: false }, {}, 'manager', redirected],
    [
      'sees the manager offline',
      true,
      { ...caller, online: false },
      { onlyWhenOnline: true },
      'manager_offline',
      shown,
    ],
    ['sees the manager online', true, caller, { onlyWhenOnline: true }, 'manager', redirected],
    [
      'never asked for presence',
      true,
      { ...caller, online: null, onlineSeenAt: null },
      { onlyWhenOnline: true },
      'manager',
      redirected,
    ],
    [
      'saw the manager offline five minutes ago',
      true,
      { ...caller, online: false, onlineSeenAt: minutesAgo(5) },
      { onlyWhenOnline: true },
      'manager_offline',
      shown,
    ],
    [
      'saw the manager offline more than five minutes ago',
      true,
      { ...caller, online: false, onlineSeenAt: minutesAgo(5.01) },
      { onlyWhenOnline: true },
      'manager',
      redirected,
    ],
  ] as const)('where it %s', (_, isNumberKnown, facts, changes, reason, answer) => {
    const routing = decideRouting(isNumberKnown, facts, { ...settings, ...changes }, now);
    expect([routing.reason, routing.answer]).toEqual([reason, answer]);
  });

  it('shows the name alone of a contact without company, and never goes back to the menu for 0', () => {
    const { answer } = decideRouting(
      true,
      { ...caller, company: null },
      { ...settings, returnTimeoutSeconds: 0 },
      now,
    );
    expect(answer).toEqual({ redirect: '101', return_timeout: 0, caller_name: 'Jan Kowalski' });
  });
});
