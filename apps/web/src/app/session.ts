import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { rememberWishes } from '../features/call-requests/wish-memory';
import { forgetCalls } from '../features/calls/ledger';
import { announceSignOut } from '../features/live/connection';
import { forgetDrafts } from '../shared/session/drafts';

/** Leaves the signed-in part: nothing of the viewer stays in this tab, or in any other. */
export function useSignedOut(): (where: 'here' | 'everywhere') => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useCallback(
    (where) => {
      if (where === 'everywhere') {
        announceSignOut();
      }
      void navigate('/sign-in', { replace: true });
      client.clear();
      forgetCalls(client);
      rememberWishes([]);
      forgetDrafts();
    },
    [client, navigate],
  );
}
