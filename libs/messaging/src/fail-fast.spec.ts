import { FailFast, within } from './fail-fast';

const never = (): Promise<never> => new Promise(() => undefined);

describe('failing fast', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('gives the result of what is done in time', async () => {
    const failures: unknown[] = [];
    const failFast = new FailFast((error) => failures.push(error));
    await expect(failFast.attempt(() => Promise.resolve(7), 100)).resolves.toEqual({ value: 7 });
    expect(failures).toEqual([]);
  });

  it('begins nothing for a second after a failure, then tries again', async () => {
    const failures: unknown[] = [];
    const failFast = new FailFast((error) => failures.push(error));
    const operation = jest.fn(() => Promise.reject(new Error('away')));
    await expect(failFast.attempt(operation, 100)).resolves.toBeNull();
    await expect(failFast.attempt(operation, 100)).resolves.toBeNull();
    expect(operation).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(1_001);
    await failFast.attempt(operation, 100);
    expect(operation).toHaveBeenCalledTimes(2);
    expect(failures).toHaveLength(2);
  });

  it('goes on at once when the answer comes after all', async () => {
    const failFast = new FailFast(() => undefined);
    let answer: (value: number) => void = () => undefined;
    const late = failFast.attempt(() => new Promise<number>((resolve) => (answer = resolve)), 100);
    await jest.advanceTimersByTimeAsync(100);
    await expect(late).resolves.toBeNull();
    answer(1);
    await Promise.resolve();
    await expect(failFast.attempt(() => Promise.resolve(2), 100)).resolves.toEqual({ value: 2 });
  });

  it('holds no more than a thousand unanswered operations', async () => {
    const failFast = new FailFast(() => undefined);
    const operation = jest.fn(never);
    const attempts = Array.from({ length: 1_005 }, () => failFast.attempt(operation, 100));
    expect(operation).toHaveBeenCalledTimes(1_000);
    await jest.advanceTimersByTimeAsync(100);
    await expect(Promise.all(attempts)).resolves.toEqual(attempts.map(() => null));
  });

  it('stops waiting at the deadline', async () => {
    const waiting = expect(within(never(), 50)).rejects.toThrow('No answer within 50 ms');
    await jest.advanceTimersByTimeAsync(50);
    await waiting;
  });
});
