import { apiKey, type ApiKey, type CreateApiKeyBody, createdApiKey, pageOf } from '@callboard/contracts';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from '../../shared/api/client';

/** All keys of other systems; never the keys themselves. */
export const apiKeysQuery = () =>
  queryOptions({
    queryKey: ['api-keys'],
    queryFn: async ({ signal }): Promise<ApiKey[]> =>
      (await api.get('/api-keys', { answer: pageOf(apiKey), query: { limit: 200 }, signal })).items,
  });

/** Creates a key; the answer is the only place where it is ever seen. */
export const createApiKeyMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: CreateApiKeyBody) =>
      api.post('/api-keys', { answer: createdApiKey, body, creates: true }),
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeysQuery().queryKey }),
  });

export const revokeApiKeyMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => api.delete(`/api-keys/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeysQuery().queryKey }),
  });
