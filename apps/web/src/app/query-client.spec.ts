import { MutationObserver, onlineManager } from '@tanstack/react-query';
import { createQueryClient } from './query-client';

describe('the cache of the screens', () => {
  beforeEach(() => onlineManager.setOnline(false));
  afterEach(() => onlineManager.setOnline(true));

  it('asks also a browser without internet, since the server may stand in the same office', async () => {
    const client = createQueryClient(() => undefined);
    expect(await client.fetchQuery({ queryKey: ['calls'], queryFn: () => 'answered' })).toBe('answered');
  });

  it('keeps no wish back until the network returns', async () => {
    const client = createQueryClient(() => undefined);
    const wish = new MutationObserver(client, { mutationFn: () => Promise.resolve('done') });
    expect(await wish.mutate()).toBe('done');
  });
});
