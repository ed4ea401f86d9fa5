import type { CallLeg } from '@callboard/contracts';
import { IconCheck, IconPhoneCalling, IconPhoneX, IconVolume } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../shared/ui/badge';
import { Panel } from '../../../shared/ui/panel';
import classes from './call-card.module.css';

const looks = {
  ringing: { tone: 'warn', icon: IconPhoneCalling },
  talking: { tone: 'active', icon: IconVolume },
  answered: { tone: 'good', icon: IconCheck },
  not_answered: { tone: 'still', icon: IconPhoneX },
} as const;

/** Whose phones took part, and how. */
export function Legs({ legs }: { legs: readonly CallLeg[] }) {
  const { t } = useTranslation('calls');
  return (
    <Panel title={t('legs.title')}>
      <ul className={classes.people}>
        {legs.map((leg) => (
          <li key={leg.extension}>
            <span>
              {leg.employeeName ?? t('legs.nobody')}{' '}
              <span className={classes.dim}>{t('extension', { number: leg.extension })}</span>
              {leg.transferFrom && (
                <span className={classes.dim}> · {t('legs.transferFrom', { number: leg.transferFrom })}</span>
              )}
            </span>
            <Badge {...looks[leg.result]}>{t(`legs.${leg.result}`)}</Badge>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
