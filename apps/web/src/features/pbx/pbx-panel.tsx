import type { Pbx, PbxSync } from '@callboard/contracts';
import { Progress, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../shared/api/problem';
import { BusyButton } from '../../shared/ui/busy-button';
import { Empty } from '../../shared/ui/empty';
import { Moment } from '../../shared/ui/moment';
import type { Person } from '../../shared/ui/person';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { ExtensionTable } from './extension-table';
import classes from './pbx-panel.module.css';
import { fetchPbxMutation, pbxQuery } from './queries';

/** The PBX: fetch it, see its extensions, say whose each one is. */
export function PbxPanel({ people }: { people: readonly Person[] }) {
  const { data, error, refetch } = useQuery(pbxQuery());
  return (
    <div className={classes.panel}>
      <FetchPbx pbx={data} />
      {data ? (
        <Extensions pbx={data} people={people} />
      ) : error ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={240} />
      )}
    </div>
  );
}

function FetchPbx({ pbx }: { pbx: Pbx | undefined }) {
  const { t } = useTranslation('settings');
  const fetchPbx = useMutation(fetchPbxMutation(useQueryClient()));
  return (
    <>
      <div className={classes.head}>
        <BusyButton
          leftSection={<IconRefresh size={17} aria-hidden />}
          loading={pbx?.sync.state === 'running' || fetchPbx.isPending}
          onClick={() => fetchPbx.mutate()}
        >
          {t('pbx.fetch')}
        </BusyButton>
        {pbx && <PbxState pbx={pbx} />}
      </div>
      {fetchPbx.error && <ProblemNotice error={fetchPbx.error} />}
      {pbx && <Progressing sync={pbx.sync} />}
    </>
  );
}

function Extensions({ pbx, people }: { pbx: Pbx; people: readonly Person[] }) {
  const { t } = useTranslation('settings');
  if (pbx.extensions.length > 0) {
    return <ExtensionTable extensions={pbx.extensions} people={people} />;
  }
  return pbx.sync.state === 'running' ? null : (
    <Empty title={t('pbx.emptyTitle')}>{t('pbx.emptyText')}</Empty>
  );
}

function PbxState({ pbx: { pbxId, sync } }: { pbx: Pbx }) {
  const { t } = useTranslation('settings');
  return (
    <p className={classes.state}>
      {pbxId && <span>{t('pbx.id', { id: pbxId })}</span>}
      {sync.finishedAt && sync.state === 'done' && (
        <span>
          {t('pbx.fetchedAt')} <Moment at={sync.finishedAt} />
        </span>
      )}
    </p>
  );
}

function Progressing({ sync }: { sync: PbxSync }) {
  const { t } = useTranslation('settings');
  if (sync.state === 'failed' && sync.failure) {
    const { code, message } = sync.failure;
    return (
      <ProblemNotice title={t('pbx.failed')} error={new ApiProblem({ code, detail: message, status: 0 })} />
    );
  }
  if (sync.state !== 'running') {
    return null;
  }
  const label = sync.total > 0 ? t('pbx.progress', sync) : t('pbx.starting');
  return (
    <div role="status">
      <p className={classes.state}>{label}</p>
      <Progress
        value={sync.total > 0 ? (100 * sync.done) / sync.total : 0}
        aria-label={t('pbx.fetch')}
        animated
      />
    </div>
  );
}
