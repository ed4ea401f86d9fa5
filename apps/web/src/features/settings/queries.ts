import {
  connectionTest,
  type RegisterWebhookBody,
  type UpdateZadarmaSettingsBody,
  webrtcDomain,
  type WebrtcDomain,
  webhookRegistration,
  type WebhookRegistration,
  zadarmaSettings,
  type ZadarmaSettings,
} from '@callboard/contracts';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, limits } from '../../shared/api/client';

const settingsKey = ['settings'] as const;

/** The connection to Zadarma, without its secret. */
export const zadarmaSettingsQuery = () =>
  queryOptions({
    queryKey: [...settingsKey, 'zadarma'],
    queryFn: ({ signal }) => api.get('/settings/zadarma', { answer: zadarmaSettings, signal }),
  });

/** Whether an account is asked otherwise from now on: at another address, or by another key or secret. */
export const isOtherAccount = (stored: ZadarmaSettings, sent: UpdateZadarmaSettingsBody): boolean =>
  sent.secret !== undefined ||
  (sent.url !== undefined && sent.url !== stored.url) ||
  (sent.key !== undefined && sent.key !== stored.key);

/** Stores what is given and leaves the rest. */
export const saveZadarmaMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: UpdateZadarmaSettingsBody) =>
      api.put('/settings/zadarma', { answer: zadarmaSettings, body }),
    onSuccess: (saved: ZadarmaSettings, sent: UpdateZadarmaSettingsBody) => {
      const before = client.getQueryData(zadarmaSettingsQuery().queryKey);
      client.setQueryData(zadarmaSettingsQuery().queryKey, saved);
      if (!before || isOtherAccount(before, sent)) {
        // What the account said before may be another account's answer, or the refusal of a wrong key.
        void client.resetQueries({ queryKey: webhookQuery().queryKey });
        void client.resetQueries({ queryKey: webrtcDomainQuery().queryKey });
      }
    },
  });

/** Tries the stored settings at Zadarma. */
export const testConnectionMutation = () =>
  mutationOptions({
    mutationFn: () => api.post('/settings/zadarma/test', { answer: connectionTest, limitMs: limits.zadarma }),
  });

/** What is registered at Zadarma now; asks Zadarma, so it is asked on demand and not again by itself. */
export const webhookQuery = () =>
  queryOptions({
    queryKey: ['webhook-registration'],
    queryFn: ({ signal }) =>
      api.get('/settings/zadarma/webhook', { answer: webhookRegistration, signal, limitMs: limits.zadarma }),
    staleTime: 5 * 60_000,
    retry: false,
  });

/** What was asked before a change must not come in after it. */
const webhookChange = (client: QueryClient) => {
  const { queryKey } = webhookQuery();
  return {
    onMutate: () => client.cancelQueries({ queryKey }),
    onSuccess: (state: WebhookRegistration) => client.setQueryData(queryKey, state),
    onError: () => client.invalidateQueries({ queryKey }),
  };
};

export const registerWebhookMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: RegisterWebhookBody) =>
      api.post('/settings/zadarma/webhook', { answer: webhookRegistration, body, limitMs: limits.zadarma }),
    ...webhookChange(client),
  });

export const undoWebhookMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () =>
      api.delete('/settings/zadarma/webhook', { answer: webhookRegistration, limitMs: limits.zadarma }),
    ...webhookChange(client),
  });

/** Whether Zadarma lets the browser phone run on our domain; asks Zadarma, so it is asked on demand. */
export const webrtcDomainQuery = () =>
  queryOptions({
    queryKey: ['webrtc-domain'],
    queryFn: ({ signal }) =>
      api.get('/settings/zadarma/webrtc-domain', { answer: webrtcDomain, signal, limitMs: limits.zadarma }),
    staleTime: 5 * 60_000,
    retry: false,
  });

/** Registers our domain at Zadarma, or takes it out again; phones are asked for anew, since it decides about them. */
export const webrtcDomainMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (wish: 'register' | 'remove') =>
      wish === 'register'
        ? api.post('/settings/zadarma/webrtc-domain', { answer: webrtcDomain, limitMs: limits.zadarma })
        : api.delete('/settings/zadarma/webrtc-domain', { answer: webrtcDomain, limitMs: limits.zadarma }),
    onSuccess: (state: WebrtcDomain) => {
      client.setQueryData(webrtcDomainQuery().queryKey, state);
      return client.invalidateQueries({ queryKey: settingsKey });
    },
  });
