import type { CallItem } from '@callboard/contracts';
import { QueryClient } from '@tanstack/react-query';
import { waitFor } from '@testing-library/dom';
import { callItem, uuid } from '../../../test/calls';
import { stubServer } from '../../../test/stub-server';
import type { CallFilters } from './filters';
import { ListedCalls } from './listed-calls';
import { applyCallChange } from './live-cache';
import { callsQuery } from './queries';

const incoming = callItem({ id: uuid(1) });
const outgoing = callItem({ id: uuid(2), direction: 'outgoing', startedAt: '2026-05-04T09:00:00.000Z' });

describe('the list of calls of a place', () => {
  let server: ReturnType<typeof stubServer>;
  let client: QueryClient;
  let list: ListedCalls;

  beforeEach(async () => {
    server = stubServer({
      'GET /calls': ({ query }) => ({
        items: [incoming, outgoing].filter(({ direction }) =>
          [null, direction].includes(query.get('direction') as CallItem['direction'] | null),
        ),
        nextCursor: null,
      }),
    });
    client = new QueryClient({
      defaultOptions: { queries: { retry: false, staleTime: 30_000, gcTime: 50 } },
    });
    await load({});
    list = new ListedCalls(client, {});
  });
  afterEach(() => {
    client.clear();
    server.restore();
  });

  const load = (filters: CallFilters) => client.fetchInfiniteQuery(callsQuery(filters));
  const listed = () => list.now().map(({ id }) => id);
  /** Resolves with what is listed at the next change. */
  const nextChange = () =>
    new Promise<string[]>((resolve) => {
      const end = list.follow(() => {
        end();
        resolve(listed());
      });
    });

  it('holds what is loaded, and asks nothing to be followed', async () => {
    expect(listed()).toEqual([incoming.id, outgoing.id]);
    const end = list.follow(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    end();
    expect(server.asked).toHaveLength(1);
  });

  it('tells of a live change', async () => {
    const change = nextChange();
    const newer = callItem({ id: uuid(3), startedAt: '2026-05-04T11:00:00.000Z' });
    applyCallChange(client, newer);
    expect(await change).toEqual([newer.id, incoming.id, outgoing.id]);
  });

  it('changes with the filters', async () => {
    const end = list.follow(() => undefined);
    list.become({ direction: 'outgoing' });
    await load({ direction: 'outgoing' });
    expect(listed()).toEqual([outgoing.id]);
    const change = nextChange();
    list.become({});
    expect(await change).toEqual([incoming.id, outgoing.id]);
    end();
  });

  it('is not forgotten as long as somebody follows it', async () => {
    const end = list.follow(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(listed()).toEqual([incoming.id, outgoing.id]);
    end();
    await waitFor(() => expect(listed()).toEqual([]), { timeout: 10_000 });
  });
});
