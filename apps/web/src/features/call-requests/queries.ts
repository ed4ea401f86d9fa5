import { callRequest, type CallRequest, type CreateCallRequestBody } from '@callboard/contracts';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from '../../shared/api/client';
import { isPassing } from '../../shared/api/problem';

const callRequestsKey = ['callRequests'] as const;

/** Live events come sooner; this finds out where they do not. */
const pollEvery = 4_000;

/** One repeat, soon: the server does not dial what is older than 15 s, and neither should a press ring after them. */
const repeats = { retry: 1, retryDelay: 1_000, limitMs: 6_000 };

const finalStates: readonly CallRequest['state'][] = ['ended', 'failed', 'unknown'];

/** True once nothing more will happen to a request. */
export const isFinal = (request: CallRequest): boolean => finalStates.includes(request.state);

const newer = (known: CallRequest | undefined, next: CallRequest): CallRequest =>
  known && known.version >= next.version ? known : next;

/** One request, asked again until it is over; an answer never replaces a newer copy. */
export const callRequestQuery = (id: string) => {
  const queryKey = [...callRequestsKey, id];
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }): Promise<CallRequest> => {
      const answer = await api.get(`/call-requests/${id}`, { answer: callRequest, signal });
      return newer(client.getQueryData<CallRequest>(queryKey), answer);
    },
    refetchInterval: ({ state }) => (state.data && isFinal(state.data) ? false : pollEvery),
  });
};

/** The newest known copy of a request. */
export const knownCallRequest = (client: QueryClient, id: string): CallRequest | undefined =>
  client.getQueryData(callRequestQuery(id).queryKey);

/** Brings a copy of a request into the cache; older copies change nothing. */
export function applyCallRequest(client: QueryClient, request: CallRequest): void {
  client.setQueryData(callRequestQuery(request.id).queryKey, (known) => newer(known, request));
}

/** Asks again after events may have been missed. */
export const refreshCallRequests = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: callRequestsKey });

/** A press of the call button on its way to the server. */
export interface CallOrder {
  /** The same for every repeat of one press, so that repeats never ring twice. */
  idempotencyKey: string;
  body: CreateCallRequestBody;
}

/** Sends a press to the server. Sent at once or not at all: a phone must not ring when the network comes back later. */
export const orderCallMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ idempotencyKey, body }: CallOrder) =>
      api.post('/call-requests', { answer: callRequest, body, idempotencyKey, limitMs: repeats.limitMs }),
    networkMode: 'always',
    retry: (failures, error) => failures < repeats.retry && isPassing(error),
    retryDelay: repeats.retryDelay,
    onSuccess: (request) => applyCallRequest(client, request),
  });
