import { useTranslation } from 'react-i18next';
import classes from './shell.module.css';

/** Says on every page that nothing here is real. */
export function DemoBanner() {
  const { t } = useTranslation();
  return (
    <aside className={classes.demo} aria-label={t('demoLabel')}>
      {t('demo')}
    </aside>
  );
}
