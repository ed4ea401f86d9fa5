import { VisuallyHidden } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../shared/format/duration';
import { Moment } from '../../shared/ui/moment';
import { useProblemText } from '../../shared/ui/problem-text';
import type { PlayerState } from './player';
import classes from './player-bar.module.css';

interface PlayerStatusProps {
  state: PlayerState;
  name: string;
  onRetry: () => void;
}

/** What the player is doing, in words; said aloud when it changes, not every second. */
export function PlayerStatus({ state, name, onRetry }: PlayerStatusProps) {
  const { t } = useTranslation('recordings');
  const { t: common } = useTranslation();
  const textOf = useProblemText();
  const { phase, retryAt, silenced } = state;
  const seconds = useSecondsUntil(retryAt);
  if (phase === 'failed') {
    return (
      <p className={classes.failed} role="alert">
        {textOf(state.error)}{' '}
        <button type="button" className={classes.retry} onClick={onRetry}>
          {common('tryAgain')}
        </button>
      </p>
    );
  }
  if (silenced) {
    return (
      <>
        <VisuallyHidden role="status">{t('player.silenced')}</VisuallyHidden>
        <p className={classes.silenced} aria-hidden>
          <IconPhone size={14} stroke={2} />
          {t('player.short.silenced')}
        </p>
      </>
    );
  }
  return (
    <>
      <VisuallyHidden role="status">{t(`player.${phase}`, { name })}</VisuallyHidden>
      <p className={classes.dim} aria-hidden>
        {phase === 'waiting'
          ? t('player.countdown', { time: formatDuration(seconds) })
          : t(`player.short.${phase}`)}
        {phase !== 'waiting' && (
          <>
            {' · '}
            <Moment at={state.call.startedAt} />
          </>
        )}
      </p>
    </>
  );
}

function useSecondsUntil(moment: number | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (moment === null) {
      return;
    }
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [moment]);
  return moment === null ? 0 : Math.max(0, Math.ceil((moment - now) / 1_000));
}
