import {
  contact,
  contactPage,
  type Contact,
  type CreateContactBody,
  type UpdateContactBody,
} from '@callboard/contracts';
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from '../../shared/api/client';

const pageSize = 100;
export const contactsKey = ['contacts'] as const;

/** Contacts with a fragment in name, company or number; all of them without. */
export const contactsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: [...contactsKey, 'list', q],
    queryFn: ({ pageParam, signal }) =>
      api.get('/contacts', { answer: contactPage, query: { q, cursor: pageParam, limit: pageSize }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** The first few contacts that fit a fragment. */
export const contactSearchQuery = (q: string) =>
  queryOptions({
    queryKey: [...contactsKey, 'search', q],
    queryFn: async ({ signal }): Promise<Contact[]> =>
      (await api.get('/contacts', { answer: contactPage, query: { q, limit: 6 }, signal })).items,
  });

/** The contacts that have a number. */
export const contactsOfNumberQuery = (phone: string) =>
  queryOptions({
    queryKey: [...contactsKey, 'ofNumber', phone],
    queryFn: async ({ signal }): Promise<Contact[]> =>
      (await api.get('/contacts', { answer: contactPage, query: { phone, limit: 10 }, signal })).items,
  });

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: [...contactsKey, 'card', id],
    queryFn: ({ signal }) => api.get(`/contacts/${id}`, { answer: contact, signal }),
  });

/** Creates a contact, or changes the one with the id. */
export const saveContactMutation = (id: string | undefined, client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: CreateContactBody & UpdateContactBody) =>
      id === undefined
        ? api.post('/contacts', { answer: contact, body, creates: true })
        : api.patch(`/contacts/${id}`, { answer: contact, body }),
    onSuccess: (saved: Contact) => {
      client.setQueryData(contactQuery(saved.id).queryKey, saved);
      return client.invalidateQueries({ queryKey: contactsKey });
    },
  });

export const removeContactMutation = (id: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: () => api.delete(`/contacts/${id}`),
    onSuccess: () => {
      client.removeQueries({ queryKey: contactQuery(id).queryKey });
      return client.invalidateQueries({ queryKey: contactsKey });
    },
  });
