import { webrtcSession } from '@callboard/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api, limits } from '../../shared/api/client';

/**
 * The viewer's own browser phone and its key. Lies under the settings, because a change of them may change it; the key
 * is forgotten as soon as nothing uses it. `refused` asks for another key than the last one.
 */
export const phoneSessionQuery = ({ refused = false } = {}) =>
  queryOptions({
    queryKey: ['settings', 'phone-session'],
    queryFn: ({ signal }) =>
      api.get('/webrtc/session', {
        answer: webrtcSession,
        signal,
        query: { renew: refused || undefined },
        limitMs: limits.zadarma,
      }),
    staleTime: Infinity,
    gcTime: 0,
  });
