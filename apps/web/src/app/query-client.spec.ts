import { MutationObserver, onlineManager, QueryObserver } from '@tanstack/react-query';
import { viewer } from '../../test/screen';
import { meQuery } from '../features/auth/queries';
import { ApiProblem } from '../shared/api/problem';
import { askAgain, createQueryClient } from './query-client';

describe('the cache of the screens', () => {
  beforeEach(() => onlineManager.setOnline(false));
  afterEach(() => onlineManager.setOnline(true));

  it('tells a session that ended from a visitor who was never signed in', async () => {
    const onSignedOut = jest.fn();
    const client = createQueryClient(onSignedOut);
    const refused = () => Promise.reject(new ApiProblem({ code: 'not_signed_in', status: 401 }));
    await expect(client.fetchQuery({ queryKey: ['calls'], queryFn: refused })).rejects.toThrow();
    client.setQueryData(meQuery().queryKey, viewer);
    await expect(client.fetchQuery({ queryKey: ['calls'], queryFn: refused })).rejects.toThrow();
    expect(onSignedOut.mock.calls).toEqual([[false], [true]]);
  });

  it('asks also a browser without internet, since the server may stand in the same office', async () => {
    const client = createQueryClient(() => undefined);
    expect(await client.fetchQuery({ queryKey: ['calls'], queryFn: () => 'answered' })).toBe('answered');
  });

  it.each([
    ['again where the server could not be reached', 'server_unreachable', 3],
    ['not again where it let us wait in vain: that took long enough', 'server_silent', 1],
  ])('asks %s', async (_, code, times) => {
    jest.useFakeTimers();
    const failing = jest.fn(() => Promise.reject(new ApiProblem({ code, status: 0 })));
    const asking = createQueryClient(() => undefined).fetchQuery({ queryKey: ['calls'], queryFn: failing });
    asking.catch(() => undefined);
    await jest.advanceTimersByTimeAsync(60_000);
    jest.useRealTimers();
    await expect(asking).rejects.toMatchObject({ code });
    expect(failing).toHaveBeenCalledTimes(times);
  });

  it('asks again for what failed while the server was away, and for nothing else', async () => {
    const client = createQueryClient(() => undefined);
    const asked: string[] = [];
    const show = async (code: string) => {
      const queryFn = () => {
        asked.push(code);
        return Promise.reject(new ApiProblem({ code, status: 504 }));
      };
      const observer = new QueryObserver(client, { queryKey: [code], queryFn, retry: false });
      const leave = observer.subscribe(() => undefined);
      await client.refetchQueries({ queryKey: [code] });
      return leave;
    };
    await show('server_silent');
    // Zadarma let us wait, and is not to be asked unasked.
    await show('timeout');
    const leave = await show('database_unavailable');
    leave();
    asked.length = 0;
    await askAgain(client);
    client.clear();
    expect(asked).toEqual(['server_silent']);
  });

  it('keeps no wish back until the network returns', async () => {
    const client = createQueryClient(() => undefined);
    const wish = new MutationObserver(client, { mutationFn: () => Promise.resolve('done') });
    expect(await wish.mutate()).toBe('done');
  });
});
