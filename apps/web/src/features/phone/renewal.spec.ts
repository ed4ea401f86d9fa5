import { renewWhenDue } from './renewal';

const hour = 3_600_000;

describe('the renewal of the phone’s key', () => {
  let end: () => void;
  beforeEach(() => jest.useFakeTimers({ now: Date.parse('2026-05-04T10:00:00Z') }));
  afterEach(() => {
    end();
    jest.useRealTimers();
  });

  const watch = () => {
    const renew = jest.fn();
    end = renewWhenDue('2026-05-07T09:00:00.000Z', renew);
    return renew;
  };

  it('comes when it is due, in a tab that stays open for days', () => {
    const renew = watch();
    jest.advanceTimersByTime(71 * hour - 60_000);
    expect(renew).not.toHaveBeenCalled();
    jest.advanceTimersByTime(60_000);
    expect(renew).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['is looked at again', () => document.dispatchEvent(new Event('visibilitychange'))],
    ['gets the network back', () => window.dispatchEvent(new Event('online'))],
    ['is in front again', () => window.dispatchEvent(new Event('focus'))],
  ])('comes at once when a tab that slept past it %s', (_, wake) => {
    const renew = watch();
    jest.setSystemTime(Date.parse('2026-05-08T00:00:00Z'));
    wake();
    expect(renew).toHaveBeenCalledTimes(1);
  });

  it('is asked for again while it fails, but not at every look', () => {
    const renew = watch();
    jest.setSystemTime(Date.parse('2026-05-08T00:00:00Z'));
    for (let look = 0; look < 10; look += 1) {
      window.dispatchEvent(new Event('focus'));
    }
    expect(renew).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(5 * 60_000);
    expect(renew.mock.calls.length).toBeGreaterThanOrEqual(4);
    expect(renew.mock.calls.length).toBeLessThanOrEqual(6);
  });

  it('ends', () => {
    const renew = watch();
    end();
    jest.setSystemTime(Date.parse('2026-05-08T00:00:00Z'));
    jest.advanceTimersByTime(hour);
    window.dispatchEvent(new Event('online'));
    expect(renew).not.toHaveBeenCalled();
  });
});
