/** @jest-environment node */
import { callItem, uuid } from '../../../test/calls';
import { addressOf, type CallFilters, filtersOf, isQuickOn, matches, queryOf, toggleQuick } from './filters';

const context = { now: new Date(2026, 4, 6, 12).getTime(), viewerId: uuid(201) };

describe('the filters of the call list', () => {
  it('survive the way through the address', () => {
    const filters: CallFilters = {
      from: '2026-05-01',
      to: '2026-05-04',
      direction: 'incoming',
      status: ['missed', 'busy'],
      employeeId: uuid(201),
      extension: '101',
      contactId: uuid(301),
      phone: '+48600100200',
      q: 'Kowalski & syn',
      tag: 'oferta',
      hasRecording: true,
    };
    expect(filtersOf(new URLSearchParams(addressOf(filters).toString()))).toEqual(filters);
  });

  it('ignore what makes no sense in an address', () => {
    expect(
      filtersOf(new URLSearchParams('from=yesterday&direction=up&status=missed,nope&employeeId=7')),
    ).toEqual({
      status: ['missed'],
    });
  });

  it('turn days into moments of the viewer, the last day included', () => {
    const { from, to } = queryOf({ from: '2026-05-01', to: '2026-05-01' });
    expect(from).toBe(new Date(2026, 4, 1).toISOString());
    expect(to).toBe(new Date(2026, 4, 1, 23, 59, 59, 999).toISOString());
  });

  it('switch a quick filter on and off', () => {
    const on = toggleQuick('week', { q: 'acme' }, context);
    expect(on).toEqual({ q: 'acme', from: '2026-05-04', to: '2026-05-06' });
    expect(isQuickOn('week', on, context)).toBe(true);
    expect(toggleQuick('week', on, context)).toEqual({ q: 'acme' });
  });

  it.each<[CallFilters, boolean | undefined]>([
    [{}, true],
    [{ direction: 'outgoing' }, false],
    [{ status: ['answered', 'missed'] }, true],
    [{ contactId: uuid(9) }, false],
    [{ employeeId: uuid(201) }, true],
    [{ phone: '+48600100200' }, true],
    [{ phone: '+48600100201' }, false],
    [{ phone: '600 100 200' }, undefined],
    [{ q: 'kowal' }, undefined],
    [{ q: 'kowal', direction: 'outgoing' }, false],
    [{ hasRecording: true }, false],
    [{ tag: 'oferta' }, false],
    [{ from: '2026-05-05' }, false],
    [{ from: '2026-05-04', to: '2026-05-04' }, true],
  ])('say of %j whether a changed call belongs', (filters, belongs) => {
    expect(matches(callItem(), filters)).toBe(belongs);
  });
});
