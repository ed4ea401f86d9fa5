import type { ConnectionTest } from '@callboard/contracts';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../shared/api/problem';
import { BusyButton } from '../../shared/ui/busy-button';
import { Notice } from '../../shared/ui/notice';
import { Panel } from '../../shared/ui/panel';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { useProblemText } from '../../shared/ui/problem-text';
import classes from './settings.module.css';

interface ConnectionTestPanelProps {
  result: ConnectionTest | undefined;
  error: unknown;
  pending: boolean;
  onTest: () => void;
}

/** Tries the connection and says exactly what works, or what is wrong and what to do. */
export function ConnectionTestPanel({ result, error, pending, onTest }: ConnectionTestPanelProps) {
  const { t } = useTranslation('settings');
  return (
    <Panel title={t('test.title')}>
      <div className={classes.form}>
        <p className={classes.dim}>{t('test.text')}</p>
        <div>
          <BusyButton variant="light" loading={pending} onClick={onTest}>
            {t('test.run')}
          </BusyButton>
        </div>
        {!pending && error ? <ProblemNotice error={error} /> : null}
        {!pending && result && <TestResult result={result} />}
      </div>
    </Panel>
  );
}

function TestResult({ result }: { result: ConnectionTest }) {
  const { t, i18n } = useTranslation('settings');
  const textOf = useProblemText();
  if (!result.ok) {
    const { code, message, pbxMessage } = result;
    const problem = new ApiProblem({ code, detail: message, status: 0, details: { pbxMessage } });
    return (
      <Notice tone="bad" title={t('test.failed')}>
        {textOf(problem)}
      </Notice>
    );
  }
  const balance = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 2 }).format(result.balance);
  return (
    <Notice tone="good" title={t('test.ok')}>
      <dl className={classes.facts}>
        <div>
          <dt>{t('test.pbxId')}</dt>
          <dd>{result.pbxId}</dd>
        </div>
        <div>
          <dt>{t('test.balance')}</dt>
          <dd>{`${balance} ${result.currency}`}</dd>
        </div>
        {result.plan && (
          <div>
            <dt>{t('test.plan')}</dt>
            <dd>{result.plan}</dd>
          </div>
        )}
        <div>
          <dt>{t('test.timeZone')}</dt>
          <dd>{result.timeZone}</dd>
        </div>
      </dl>
    </Notice>
  );
}
