import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { setupQuery } from '../../features/setup/queries';
import { SetupPage } from '../../features/setup/setup-page';

/** First-run set-up; leads to the sign-in once it is done. */
export function SetupRoute() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (
    <SetupPage
      onDone={() => {
        client.removeQueries({ queryKey: setupQuery().queryKey });
        void navigate('/sign-in', { replace: true });
      }}
    />
  );
}
