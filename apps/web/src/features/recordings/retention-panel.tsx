import type { RetentionReport } from '@callboard/contracts';
import { Button, Group, Modal, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../shared/format/bytes';
import { BusyButton } from '../../shared/ui/busy-button';
import { Moment } from '../../shared/ui/moment';
import { Notice } from '../../shared/ui/notice';
import { Panel } from '../../shared/ui/panel';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { retentionQuery, runRetentionMutation } from './queries';
import classes from './recordings-panel.module.css';

/** What retention would delete at this moment, and the button that does it now. */
export function RetentionPanel() {
  const { t } = useTranslation('recordings');
  const { data, error, refetch } = useQuery(retentionQuery());
  return (
    <Panel title={t('retention.title')}>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={140} />}
      {data && <Report report={data} />}
    </Panel>
  );
}

function Report({ report }: { report: RetentionReport }) {
  const { t, i18n } = useTranslation('recordings');
  const { due, held, lastRun, retentionDays } = report;
  return (
    <div className={classes.report}>
      {retentionDays === null && <p className={classes.dim}>{t('retention.forever')}</p>}
      {retentionDays !== null && due.count === 0 && <p className={classes.dim}>{t('retention.nothing')}</p>}
      <dl className={classes.facts}>
        {due.count > 0 && (
          <>
            <Fact name={t('retention.due')}>{t('retention.dueValue', { count: due.count })}</Fact>
            <Fact name={t('retention.size')}>{formatBytes(due.bytes, i18n.language)}</Fact>
            {due.oldestAt && (
              <Fact name={t('retention.oldest')}>
                <Moment at={due.oldestAt} />
              </Fact>
            )}
          </>
        )}
        <Fact name={t('retention.held')}>{held}</Fact>
        <Fact name={t('retention.lastRun')}>
          {lastRun ? (
            <>
              <Moment at={lastRun.at} /> · {t('retention.lastRunText', lastRun)}
            </>
          ) : (
            t('retention.never')
          )}
        </Fact>
      </dl>
      {due.count > 0 && <RunNow count={due.count} />}
    </div>
  );
}

function RunNow({ count }: { count: number }) {
  const { t } = useTranslation('recordings');
  const [isAsking, setAsking] = useState(false);
  const run = useMutation(runRetentionMutation(useQueryClient()));
  const confirm = () => run.mutate(undefined, { onSuccess: () => setAsking(false) });
  return (
    <Group>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('retention.run')}
      </Button>
      {run.isSuccess && <Notice tone="good">{t('retention.started')}</Notice>}
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('retention.confirmTitle', { count })}
        withCloseButton={false}
      >
        <p className={classes.question}>{t('retention.confirmText')}</p>
        {run.error && <ProblemNotice error={run.error} />}
        <Group mt="md" justify="flex-end">
          <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
            {t('panel.keep')}
          </Button>
          <BusyButton color="red.9" loading={run.isPending} onClick={confirm}>
            {t('retention.run')}
          </BusyButton>
        </Group>
      </Modal>
    </Group>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
