/** @jest-environment node */
import { parseOffset, zoneChoice } from './time-zones';

const zones = ['America/New_York', 'Europe/Berlin', 'Europe/Kyiv', 'Europe/Warsaw', 'UTC'];
const winter = new Date('2026-01-15T12:00:00.000Z');

describe('the zone of the account', () => {
  it.each([
    ['UTC+1', 60],
    ['UTC', 0],
    ['GMT-05:30', -330],
    ['Europe/Warsaw', undefined],
  ])('reads %s', (text, minutes) => {
    expect(parseOffset(text)).toBe(minutes);
  });

  it('is proposed to be the browser’s if that shows the account’s time', () => {
    const choice = zoneChoice(zones, { set: 'UTC', browser: 'Europe/Warsaw', account: 'UTC+1', now: winter });
    expect(choice.proposal).toBe('Europe/Warsaw');
    expect(choice.fitting).toEqual(['Europe/Berlin', 'Europe/Warsaw']);
  });

  it('is not proposed if the browser is elsewhere; the zones that fit come first', () => {
    const choice = zoneChoice(zones, {
      set: 'UTC',
      browser: 'America/New_York',
      account: 'UTC+2',
      now: winter,
    });
    expect(choice).toMatchObject({ proposal: null, fitting: ['Europe/Kyiv'] });
  });

  it('is left alone if the one set fits', () => {
    const choice = zoneChoice(zones, {
      set: 'Europe/Berlin',
      browser: 'Europe/Warsaw',
      account: 'UTC+1',
      now: winter,
    });
    expect(choice.proposal).toBeNull();
  });
});
