import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useRouteError } from 'react-router';
import { isServerAway } from '../../shared/api/problem';
import { untilServerAnswers } from '../../shared/late/server-back';
import { Page } from '../../shared/ui/page';
import { ProblemNotice } from '../../shared/ui/problem-notice';

/** Shown where a screen broke, or could not begin because the server was away; then it begins as soon as it is back. */
export function FailedPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  const navigate = useNavigate();
  const here = useLocation();
  const isAway = isServerAway(error);
  const begin = () => void navigate(here, { replace: true, state: here.state as unknown });
  useEffect(() => {
    const leaving = new AbortController();
    if (isAway) {
      void untilServerAnswers(leaving.signal).then(begin);
    }
    return () => leaving.abort();
    // Each failure is an error of its own, after which the wait begins anew.
  }, [error, isAway]);
  return (
    <Page title={t('failed.title')} narrow>
      <ProblemNotice error={error} onRetry={() => (isAway ? begin() : window.location.reload())} />
    </Page>
  );
}
