import { type Language, type LoginBody, type Me, me } from '@callboard/contracts';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from '../../shared/api/client';

/** The signed-in employee; fails with 401 if nobody is. */
export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => api.get('/auth/me', { answer: me, signal }),
    staleTime: Infinity,
  });

export const signInMutation = () =>
  mutationOptions({ mutationFn: (body: LoginBody) => api.post('/auth/login', { body }) });

export const signOutMutation = () => mutationOptions({ mutationFn: () => api.post('/auth/logout') });

/** Remembers the language for the employee, on every machine. */
export const setLanguageMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (language: Language) => api.patch('/auth/me', { answer: me, body: { language } }),
    onSuccess: (viewer: Me) => client.setQueryData(meQuery().queryKey, viewer),
  });
