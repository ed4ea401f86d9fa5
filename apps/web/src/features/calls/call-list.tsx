import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { timeOfDay } from '../../shared/format/time';
import { Empty } from '../../shared/ui/empty';
import { Notice } from '../../shared/ui/notice';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import classes from './call-list.module.css';
import type { RecordingCell } from './call-row';
import { CallSkeleton } from './call-skeleton';
import { CallTable } from './call-table';
import type { CallFilters } from './filters';
import { useListedCalls } from './listed-calls';
import { callsQuery } from './queries';

interface CallListProps {
  /** Where on the screens the list stands; its calls can be followed from elsewhere. */
  place: string;
  filters: CallFilters;
  label: string;
  /** Takes all filters off; offered when nothing matches. */
  onClear?: (() => void) | undefined;
  /** What to do while there is no call at all. */
  firstSteps?: ReactNode;
  /** False while live events do not come in, so that the list says from when it is. */
  live: boolean;
  recordingCell: RecordingCell;
}

/** A live list of calls in all its looks: loading, empty, failed, stale and well. */
export function CallList(props: CallListProps) {
  const { place, filters, label, onClear, firstSteps, live, recordingCell } = props;
  const list = useListedCalls(place, filters);
  const query = useInfiniteQuery(callsQuery(filters));
  const calls = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const { isFetching, hasNextPage, fetchNextPage, refetch } = query;
  const retry = () => void refetch();

  if (query.isPending) {
    return (
      <div className={classes.sheet}>
        <CallSkeleton />
      </div>
    );
  }
  if (query.isError && !query.data) {
    return <ProblemNotice error={query.error} onRetry={retry} />;
  }
  const stale = query.isRefetchError || !live;
  return (
    <>
      {stale && <StaleNotice since={query.dataUpdatedAt} onRetry={retry} />}
      <div className={classes.sheet}>
        {calls.length === 0 ? (
          <NoCalls onClear={onClear} firstSteps={firstSteps} />
        ) : (
          <CallTable
            key={JSON.stringify(filters)}
            calls={calls}
            list={list}
            label={label}
            hasMore={hasNextPage}
            onMore={() => {
              if (!isFetching) {
                void fetchNextPage();
              }
            }}
            stale={stale}
            recordingCell={recordingCell}
          />
        )}
      </div>
      {query.isFetchNextPageError && (
        <ProblemNotice error={query.error} onRetry={() => void fetchNextPage()} />
      )}
    </>
  );
}

function NoCalls({ onClear, firstSteps }: Pick<CallListProps, 'onClear' | 'firstSteps'>) {
  const { t } = useTranslation('calls');
  return onClear ? (
    <Empty
      title={t('empty.filteredTitle')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('filter.clear')}
        </Button>
      }
    >
      {t('empty.filteredText')}
    </Empty>
  ) : (
    <Empty title={t('empty.title')} action={firstSteps}>
      {t('empty.text')}
    </Empty>
  );
}

function StaleNotice({ since, onRetry }: { since: number; onRetry: () => void }) {
  const { t, i18n } = useTranslation('calls');
  const time = timeOfDay(new Date(since).toISOString(), i18n.language);
  return (
    <div className={classes.stale}>
      <Notice
        tone="warn"
        action={
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('refresh')}
          </Button>
        }
      >
        {t('stale', { time })}
      </Notice>
    </div>
  );
}
