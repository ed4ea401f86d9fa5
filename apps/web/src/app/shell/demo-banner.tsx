import { useTranslation } from 'react-i18next';
import classes from './shell.module.css';

/** Says on every page that nothing here is real. */
export function DemoBanner() {
  const { t } = useTranslation();
  return (
    <p className={classes.demo} role="note">
      {t('demo')}
    </p>
  );
}
