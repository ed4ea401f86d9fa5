import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { SignInPage } from '../../features/auth/sign-in-page';
import { forgetCalls } from '../../features/calls/ledger';
import { setupQuery } from '../../features/setup/queries';
import { returnAddress, sessionEnded } from '../router';
import { DemoBanner } from '../shell/demo-banner';

/** Sign-in, with the demo's users if this is a demo; leads back to where one came from. */
export function SignInRoute() {
  const { data: setup } = useQuery(setupQuery());
  const { i18n } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [address] = useSearchParams();
  const location = useLocation();
  return (
    <>
      {setup?.demo && <DemoBanner />}
      <SignInPage
        key={i18n.language}
        demo={setup?.demo ?? null}
        expired={location.state === sessionEnded}
        onSignedIn={() => {
          // Nothing of whoever was here before may be shown to whoever came in.
          client.removeQueries();
          forgetCalls(client);
          void navigate(returnAddress(address), { replace: true });
        }}
      />
    </>
  );
}
