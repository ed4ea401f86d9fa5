/** @jest-environment node */
import { formatDuration } from './duration';
import { formatPhone } from './phone';
import { dayHeading, localDay, relativeTime, startOfDay, startOfWeek } from './time';

const now = new Date(2026, 4, 6, 12, 0, 0).getTime();
const before = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

describe('numbers, times and lengths', () => {
  it.each([
    ['+48600100200', '+48 600 100 200'],
    ['+48221234567', '+48 22 123 45 67'],
    ['+12025550123', '+1 202 555 0123'],
    ['+420601234567', '+420 601 234 567'],
    ['+380441234567', '+380 441 234 567'],
    ['101', '101'],
    ['anonymous', 'anonymous'],
  ])('show %s as %s', (number, shown) => {
    expect(formatPhone(number)).toBe(shown);
  });

  it.each([
    [0, '0:00'],
    [63, '1:03'],
    [3599, '59:59'],
    [3843, '1:04:03'],
  ])('show %d seconds as %s', (seconds, shown) => {
    expect(formatDuration(seconds)).toBe(shown);
  });

  it('are relative within the hour and a time of day before', () => {
    expect(relativeTime(before(0), 'pl', now)).toBe('teraz');
    expect(relativeTime(before(3), 'pl', now)).toBe('3 min temu');
    expect(relativeTime(before(61), 'pl', now)).toBe('10:59');
  });

  it('name today and yesterday', () => {
    expect(dayHeading('2026-05-06', 'pl', now)).toBe('Dzisiaj · środa, 6 maja');
    expect(dayHeading('2026-05-05', 'en', now)).toBe('Yesterday · Tuesday, May 5');
    expect(dayHeading('2025-12-31', 'pl', now)).toBe('Środa, 31 grudnia 2025');
  });

  it('begin weeks on Monday and days at the viewer’s midnight, over a clock change too', () => {
    expect(startOfWeek(now)).toBe('2026-05-04');
    expect(localDay(startOfDay('2026-03-29', 1))).toBe('2026-03-30');
  });
});
