import {
  type CallDetail,
  type CallItem,
  callDetail,
  callNote,
  callPage,
  type UpdateCallBody,
} from '@callboard/contracts';
import { infiniteQueryOptions, mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { api } from '../../shared/api/client';
import { type CallFilters, queryOf } from './filters';
import { ledgerOf } from './ledger';
import { type CallListPage, callListPage } from './pages';

const pageSize = 50;

/** Key of all that is known of calls; lists and cards lie below it. */
export const callsKey = ['calls'] as const;
export const callListsKey = [...callsKey, 'list'] as const;

/** The filters a cached list was asked with. */
export const filtersOfKey = (queryKey: readonly unknown[]): CallFilters => queryKey[2] as CallFilters;

/** Calls under the filters, newest first, page by page. */
export const callsQuery = (filters: CallFilters) =>
  infiniteQueryOptions({
    queryKey: [...callListsKey, filters],
    queryFn: async ({ pageParam, signal, client }): Promise<CallListPage> => {
      const page = await api.get('/calls', {
        answer: callPage,
        query: { ...queryOf(filters), cursor: pageParam, limit: pageSize },
        signal,
      });
      return callListPage(page.items.map(ledgerOf(client).newest), page.nextCursor);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** One call with everything known about it. */
export const callQuery = (id: string) =>
  queryOptions({
    queryKey: [...callsKey, 'card', id],
    queryFn: ({ signal }) => api.get(`/calls/${id}`, { answer: callDetail, signal }),
  });

/** Chooses the contact of a call, or sets its tags. */
export const updateCallMutation = (id: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: UpdateCallBody) => api.patch(`/calls/${id}`, { answer: callDetail, body }),
    onSuccess: (call: CallDetail) => client.setQueryData(callQuery(id).queryKey, call),
  });

/** Writes a note on a call. */
export const addNoteMutation = (id: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (text: string) =>
      api.post(`/calls/${id}/notes`, { answer: callNote, body: { text }, creates: true }),
    onSuccess: () => client.invalidateQueries({ queryKey: callQuery(id).queryKey }),
  });

/** Calls found by a fragment of a number, a name or a company; for looking something up. */
export const callSearchQuery = (q: string) =>
  queryOptions({
    queryKey: [...callsKey, 'search', q],
    queryFn: async ({ signal }): Promise<CallItem[]> => {
      const page = await api.get('/calls', { answer: callPage, query: { q, limit: 6 }, signal });
      return page.items;
    },
  });
