import type { Recording, RecordingPlay } from '@callboard/contracts';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../shared/ui/busy-button';
import { Moment } from '../../shared/ui/moment';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { playsQuery } from './queries';
import classes from './recordings-panel.module.css';

interface ListenLogProps {
  callId: string;
  parts: readonly Recording[];
}

/** Who listened to a call or took its file, on demand. */
export function ListenLog({ callId, parts }: ListenLogProps) {
  const { t } = useTranslation('recordings');
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={classes.log}>
      <Button size="xs" variant="subtle" color="gray" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? t('log.hide') : t('log.show')}
      </Button>
      {isOpen && <Lines callId={callId} parts={parts} />}
    </div>
  );
}

function Lines({ callId, parts }: ListenLogProps) {
  const { t } = useTranslation('recordings');
  const query = useInfiniteQuery(playsQuery(callId));
  const plays = query.data?.pages.flatMap((page) => page.items) ?? [];
  const partOf = (play: RecordingPlay) => parts.find(({ id }) => id === play.recordingId)?.part;
  return (
    <>
      {query.error && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && plays.length === 0 && <p className={classes.dim}>{t('log.empty')}</p>}
      <ul className={classes.lines} aria-label={t('log.title')}>
        {plays.map((play) => (
          <li key={play.id}>
            <span>{whoOf(play, (name) => t('log.key', { name })) ?? t('log.somebody')}</span>
            <span className={classes.dim}>
              {[t(`log.${play.purpose}`), parts.length > 1 && t('panel.part', { part: partOf(play) })]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <Moment at={play.at} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <BusyButton
          size="xs"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('log.more')}
        </BusyButton>
      )}
    </>
  );
}

const whoOf = (play: RecordingPlay, keyText: (name: string) => string): string | null =>
  play.employeeName ?? (play.apiKeyName === null ? null : keyText(play.apiKeyName));
