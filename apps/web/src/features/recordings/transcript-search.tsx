import type { TranscriptHit } from '@callboard/contracts';
import { Modal } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatDuration } from '../../shared/format/duration';
import { formatPhone } from '../../shared/format/phone';
import { BusyButton } from '../../shared/ui/busy-button';
import { CallButton } from '../../shared/ui/call-button';
import { Moment } from '../../shared/ui/moment';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { SearchField } from '../../shared/ui/search-field';
import classes from './recordings-panel.module.css';
import { transcriptSearchQuery } from './queries';
import { snippetParts } from './snippet-parts';

const shortest = 2;

/** Finds words in the calls that were written down, and leads to the second they were said. */
export function TranscriptSearch({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('recordings');
  const { t: common } = useTranslation();
  const [q, setQ] = useState('');
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('search.title')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <SearchField first label={t('search.label')} placeholder={t('search.hint')} value={q} onChange={setQ} />
      {q.length < shortest ? (
        <p className={classes.dim}>{t('search.start')}</p>
      ) : (
        <Hits q={q} onClose={onClose} />
      )}
    </Modal>
  );
}

function Hits({ q, onClose }: { q: string; onClose: () => void }) {
  const { t } = useTranslation('recordings');
  const { t: common } = useTranslation();
  const query = useInfiniteQuery({ ...transcriptSearchQuery(q), placeholderData: keepPreviousData });
  const hits = query.data?.pages.flatMap((page) => page.items) ?? [];
  const found = hits.length === 0 ? t('search.none') : t('search.found', { count: hits.length });
  return (
    <>
      {query.error && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      <p className={classes.dim} role="status">
        {query.isPending ? common('loading') : query.isSuccess && found}
      </p>
      <ul className={classes.hits}>
        {hits.map((hit, index) => (
          <li key={index} className={classes.hitRow}>
            <Hit hit={hit} onClose={onClose} />
            {hit.externalNumber && (
              <CallButton number={hit.externalNumber} name={hit.contactName} onPressed={onClose} />
            )}
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <BusyButton
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('search.more')}
        </BusyButton>
      )}
    </>
  );
}

function Hit({ hit, onClose }: { hit: TranscriptHit; onClose: () => void }) {
  const { t } = useTranslation('recordings');
  const number = hit.externalNumber && formatPhone(hit.externalNumber);
  const at = hit.startSeconds;
  return (
    <Link to={addressOf(hit)} className={classes.hit} onClick={onClose}>
      <span className={classes.hitHead}>
        <strong>{hit.contactName ?? number ?? t('search.hidden')}</strong>
        <small>
          {hit.employeeName && `${hit.employeeName} · `}
          <Moment at={hit.startedAt} />
          {at !== null && ` · ${formatDuration(at)}`}
        </small>
      </span>
      <span>
        {snippetParts(hit.snippet).map(({ text, found }, index): ReactNode =>
          found ? <mark key={index}>{text}</mark> : text,
        )}
      </span>
    </Link>
  );
}

const addressOf = ({ callId, recordingId, startSeconds }: TranscriptHit): string =>
  startSeconds === null
    ? `/calls/${callId}`
    : `/calls/${callId}?recording=${recordingId}&at=${String(startSeconds)}`;
