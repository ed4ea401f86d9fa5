import type { Routing } from '@callboard/contracts';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../shared/ui/panel';
import classes from './call-card.module.css';

/** Says in words where the call was sent when it came in, and why. */
export function RoutingExplained({ routing }: { routing: Routing }) {
  const { t } = useTranslation('calls');
  const { redirect, return_timeout: timeout, caller_name: shown } = routing.answer;
  const values = {
    extension: routing.extension ?? redirect ?? '',
    employee: routing.employeeName ?? '',
    contact: routing.contactName ?? '',
  };
  return (
    <Panel title={t('routing.title')}>
      <p className={classes.lines}>
        <span>{t(`routing.reason.${routing.reason}`, values)}</span>
        {redirect !== undefined && (
          <span>{timeout ? t('routing.returns', { count: timeout }) : t('routing.neverReturns')}</span>
        )}
        {shown && <span className={classes.dim}>{t('routing.shown', { name: shown })}</span>}
      </p>
    </Panel>
  );
}
