import { IconAntennaBars5, IconLoader2, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { LiveState } from './connection';
import classes from './live-status.module.css';

const icons = { live: IconAntennaBars5, connecting: IconLoader2, offline: IconPlugConnectedX };

/** Whether the screens change by themselves right now, by icon and word. */
export function LiveStatus({ state }: { state: LiveState }) {
  const { t } = useTranslation();
  const Icon = icons[state];
  return (
    <span role="status" className={classes.status} data-state={state} title={t(`live.${state}Hint`)}>
      <Icon size={16} stroke={2} aria-hidden />
      <span>{t(`live.${state}`)}</span>
    </span>
  );
}
