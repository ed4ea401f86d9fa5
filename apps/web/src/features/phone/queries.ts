import { webrtcSession } from '@callboard/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../shared/api/client';

/**
 * The viewer's own browser phone and its key. Lies under the settings, because a change of them may change it; the key
 * is forgotten as soon as nothing uses it.
 */
export const phoneSessionQuery = () =>
  queryOptions({
    queryKey: ['settings', 'phone-session'],
    queryFn: ({ signal }) => api.get('/webrtc/session', { answer: webrtcSession, signal }),
    staleTime: Infinity,
    gcTime: 0,
  });
