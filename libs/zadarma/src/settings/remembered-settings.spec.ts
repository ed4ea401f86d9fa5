import { FakeClock } from '@callboard/testing';
import { RememberedSettings } from './remembered-settings';

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('RememberedSettings', () => {
  let clock: FakeClock;
  let row: string | Error;
  let loads: number;
  let settings: RememberedSettings<string>;

  beforeEach(() => {
    clock = new FakeClock();
    row = 'one';
    loads = 0;
    settings = new RememberedSettings(() => {
      loads += 1;
      return row instanceof Error ? Promise.reject(row) : Promise.resolve(row);
    }, clock);
  });

  it('reads once and then answers from memory', async () => {
    expect(await settings.current()).toBe('one');
    row = 'two';
    clock.advance(4_999);
    expect(await settings.current()).toBe('one');
    expect(loads).toBe(1);
  });

  it('reads again after five seconds without making anybody wait', async () => {
    await settings.current();
    row = 'two';
    clock.advance(5_000);
    expect(await settings.current()).toBe('one');
    await settle();
    expect(await settings.current()).toBe('two');
  });

  it('shows the new value at once after invalidate', async () => {
    await settings.current();
    row = 'two';
    settings.invalidate();
    expect(await settings.current()).toBe('two');
  });

  it('does not keep a value that was read before it was invalidated', async () => {
    let answer: (value: string) => void = () => undefined;
    const answers = [new Promise<string>((resolve) => (answer = resolve)), Promise.resolve('two')];
    const slow = new RememberedSettings(() => answers.shift() ?? Promise.resolve('two'), clock);
    const early = slow.current();
    slow.invalidate();
    const late = slow.current();
    answer('one');
    await early;
    expect(await late).toBe('two');
    expect(await slow.current()).toBe('two');
  });

  it('keeps the last value while the database is away', async () => {
    await settings.current();
    row = new Error('away');
    clock.advance(60_000);
    expect(await settings.current()).toBe('one');
    settings.invalidate();
    expect(await settings.current()).toBe('one');
  });

  it('makes only the first one wait when a dropped value cannot be read again', async () => {
    let hangs = false;
    const loading = new RememberedSettings(
      () => (hangs ? new Promise<string>(() => undefined) : Promise.resolve('one')),
      clock,
    );
    await loading.current();
    hangs = true;
    loading.invalidate();
    expect(await loading.current(20)).toBe('one');
    const begun = performance.now();
    expect(await loading.current(10_000)).toBe('one');
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it('uses what was stored here at once, even if it cannot be read again', async () => {
    await settings.current();
    row = new Error('away');
    settings.remember('mine');
    expect(await settings.current()).toBe('mine');
    settings.invalidate();
    expect(await settings.current()).toBe('mine');
  });

  it('fails only if nothing was ever known, and within the wait given', async () => {
    row = new Error('away');
    await expect(settings.current()).rejects.toThrow('away');
    const hanging = new RememberedSettings(() => new Promise<string>(() => undefined), clock);
    await expect(hanging.current(20)).rejects.toThrow('No result within 20 ms');
  });

  it('reads again on a mismatch, at most once a second', async () => {
    await settings.current();
    row = 'two';
    expect(await settings.rereadAfterMismatch(100)).toBe(true);
    expect(await settings.current()).toBe('two');
    expect(await settings.rereadAfterMismatch(100)).toBe(false);
    clock.advance(1_000);
    expect(await settings.rereadAfterMismatch(100)).toBe(true);
    expect(loads).toBe(3);
  });
});
