import { IconAntennaBars5, IconHourglass, IconLoader2, IconPlugConnectedX } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './live-status.module.css';
import type { LiveState } from './live-source';

const icons = {
  live: IconAntennaBars5,
  behind: IconHourglass,
  connecting: IconLoader2,
  offline: IconPlugConnectedX,
};

/** Whether the screens change by themselves right now, by icon and word; pressed, it says what that means. */
export function LiveStatus({ state }: { state: LiveState }) {
  const { t } = useTranslation();
  const hint = useId();
  const Icon = icons[state];
  return (
    <>
      <span role="status" className={classes.status} data-state={state}>
        <button type="button" className={classes.button} popoverTarget={hint} title={t(`live.${state}Hint`)}>
          <Icon size={16} stroke={2} aria-hidden />
          <span className={classes.word}>{t(`live.${state}`)}</span>
          {state === 'behind' && <span className={classes.sentence}>{t('live.behindLong')}</span>}
        </button>
      </span>
      <p id={hint} popover="auto" className={classes.hint}>
        {t(`live.${state}Hint`)}
      </p>
    </>
  );
}
