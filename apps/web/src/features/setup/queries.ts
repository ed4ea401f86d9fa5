import { type SetupBody, setupState } from '@callboard/contracts';
import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../shared/api/client';

/** Whether the first administrator is still to be created, and whether this is a demo. */
export const setupQuery = () =>
  queryOptions({
    queryKey: ['setup'],
    queryFn: ({ signal }) => api.get('/setup', { answer: setupState, signal }),
    staleTime: Infinity,
  });

export const setUpMutation = () =>
  mutationOptions({ mutationFn: (body: SetupBody) => api.post('/setup', { body }) });
