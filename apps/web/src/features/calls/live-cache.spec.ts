/** @jest-environment node */
import { QueryClient } from '@tanstack/react-query';
import { callDetail, callItem, uuid } from '../../../test/calls';
import { stubServer } from '../../../test/stub-server';
import { applyCallChange } from './live-cache';
import { callQuery, callsQuery } from './queries';

const itemsOf = (client: QueryClient, filters = {}) =>
  client.getQueryData(callsQuery(filters).queryKey)?.pages.flatMap((page) => page.items);

describe('a live event', () => {
  let client: QueryClient;
  beforeEach(() => {
    client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  });
  afterEach(() => client.clear());

  it('updates every list, and leaves those the call has no place in', async () => {
    const server = stubServer({
      'GET /calls': ({ query }) => ({
        items: query.get('status') === 'missed' ? [] : [callItem({ status: 'ringing' })],
        nextCursor: null,
      }),
    });
    await client.fetchInfiniteQuery(callsQuery({}));
    await client.fetchInfiniteQuery(callsQuery({ status: ['missed'] }));
    await client.fetchInfiniteQuery(callsQuery({ status: ['ringing'] }));

    applyCallChange(client, callItem({ version: 2, status: 'missed' }));

    expect(itemsOf(client)?.[0]?.status).toBe('missed');
    expect(itemsOf(client, { status: ['missed'] })).toHaveLength(1);
    expect(itemsOf(client, { status: ['ringing'] })).toHaveLength(0);
    server.restore();
  });

  it('older than what is known changes nothing', async () => {
    const server = stubServer({ 'GET /calls': () => ({ items: [], nextCursor: null }) });
    await client.fetchInfiniteQuery(callsQuery({}));
    applyCallChange(client, callItem({ version: 5, status: 'answered' }));
    applyCallChange(client, callItem({ version: 4, status: 'ringing' }));
    expect(itemsOf(client)?.map(({ version }) => version)).toEqual([5]);
    server.restore();
  });

  it('wins over an answer that was older when it arrived', async () => {
    const server = stubServer({
      'GET /calls': () => ({ items: [callItem({ version: 1, status: 'ringing' })], nextCursor: null }),
    });
    applyCallChange(client, callItem({ version: 3, status: 'answered' }));
    await client.fetchInfiniteQuery(callsQuery({}));
    expect(itemsOf(client)?.[0]?.status).toBe('answered');
    server.restore();
  });

  it('changes the head of an open card at once', async () => {
    const server = stubServer({ 'GET /calls/:id': () => callDetail({ status: 'ringing' }) });
    await client.fetchQuery(callQuery(uuid(1)));
    applyCallChange(client, callItem({ version: 2, status: 'talking' }));
    expect(client.getQueryData(callQuery(uuid(1)).queryKey)?.status).toBe('talking');
    expect(client.getQueryState(callQuery(uuid(1)).queryKey)?.isInvalidated).toBe(true);
    server.restore();
  });
});
