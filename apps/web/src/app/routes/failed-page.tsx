import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { ApiProblem } from '../../shared/api/problem';
import { Page } from '../../shared/ui/page';
import { ProblemNotice } from '../../shared/ui/problem-notice';

/** Shown where a screen could not be loaded or broke; loading it anew is the way on. */
export function FailedPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  const cause = isNotLoaded(error)
    ? new ApiProblem({ code: 'server_unreachable', status: 0 }, { cause: error })
    : error;
  return (
    <Page title={t('failed.title')} narrow>
      <ProblemNotice error={cause} onRetry={() => window.location.reload()} />
    </Page>
  );
}

/** In the words of Chromium, Firefox and Safari: the server did not give the program of the screen. */
const isNotLoaded = (error: unknown): boolean =>
  error instanceof TypeError &&
  /dynamically imported module|importing a module script failed/i.test(error.message);
