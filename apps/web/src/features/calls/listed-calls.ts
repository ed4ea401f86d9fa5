import type { CallItem } from '@callboard/contracts';
import { InfiniteQueryObserver, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CallFilters } from './filters';
import { callsQuery } from './queries';

/** The list of calls of one place of the screens, as it is whenever asked, also after that place was left. */
export class ListedCalls {
  private readonly observer;

  constructor(
    private readonly client: QueryClient,
    private filters: CallFilters,
  ) {
    this.observer = new InfiniteQueryObserver(client, this.options());
  }

  /** The list is narrowed anew. */
  become(filters: CallFilters): void {
    this.filters = filters;
    this.observer.setOptions(this.options());
  }

  /** What is loaded of the list, newest first. */
  readonly now = (): readonly CallItem[] =>
    this.client
      .getQueryData(callsQuery(this.filters).queryKey)
      ?.pages.flatMap(({ items }): CallItem[] => items) ?? [];

  /** Tells of every change until the returned function is called; as long, the list stays live and in the cache. */
  readonly follow = (onChange: () => void): (() => void) => this.observer.subscribe(onChange);

  private options() {
    return { ...callsQuery(this.filters), refetchOnMount: false };
  }
}

const places = new WeakMap<QueryClient, Map<string, ListedCalls>>();

/** The list of a place, narrowed as it is shown there now. */
export function useListedCalls(place: string, filters: CallFilters): ListedCalls {
  const client = useQueryClient();
  const known = places.get(client) ?? new Map<string, ListedCalls>();
  places.set(client, known);
  const list = known.get(place) ?? new ListedCalls(client, filters);
  known.set(place, list);
  useEffect(() => list.become(filters), [list, filters]);
  return list;
}
