import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { Page } from '../../shared/ui/page';
import { ProblemNotice } from '../../shared/ui/problem-notice';

/** Shown where a screen could not be loaded or broke; loading it anew is the way on. */
export function FailedPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <Page title={t('failed.title')} narrow>
      <ProblemNotice error={error} onRetry={() => window.location.reload()} />
    </Page>
  );
}
