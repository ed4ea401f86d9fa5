import type { WebrtcDomain } from '@callboard/contracts';
import { Group } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../shared/ui/busy-button';
import { Notice } from '../../shared/ui/notice';
import { Panel } from '../../shared/ui/panel';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { webrtcDomainMutation, webrtcDomainQuery } from './queries';
import classes from './settings.module.css';

/** Where the browser phone runs, whether Zadarma lets it, and the way there and back. */
export function WebrtcDomainPanel({ ready }: { ready: boolean }) {
  const { t } = useTranslation('settings');
  return (
    <Panel title={t('webrtcDomain.title')}>
      <div className={classes.form}>
        {ready ? <Domain /> : <p className={classes.dim}>{t('webrtcDomain.notReady')}</p>}
      </div>
    </Panel>
  );
}

function Domain() {
  const { t } = useTranslation('settings');
  const { data, error, isFetching, refetch } = useQuery(webrtcDomainQuery());
  return (
    <>
      {error && !data && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && isFetching && <p className={classes.dim}>{t('webrtcDomain.asking')}</p>}
      {data && (
        <>
          <Diagnosis state={data} />
          <DomainButtons state={data} />
        </>
      )}
    </>
  );
}

function Diagnosis({ state: { domain, isRegistered, domains, problems } }: { state: WebrtcDomain }) {
  const { t } = useTranslation('settings');
  const others = domains.filter((each) => each !== domain);
  return (
    <>
      <Notice tone={isRegistered ? 'good' : 'warn'}>
        {isRegistered ? t('webrtcDomain.registered', { domain }) : t('webrtcDomain.missing', { domain })}
      </Notice>
      {problems
        .filter(({ code }) => code !== 'domain_not_registered')
        .map(({ code, message }) => (
          <Notice key={code} tone="warn">
            {code === 'https_missing' || code === 'domain_is_local'
              ? t(`webrtcDomain.problem.${code}`, { domain })
              : message}
          </Notice>
        ))}
      {others.length > 0 && (
        <p className={classes.dim}>{t('webrtcDomain.others', { domains: others.join(', ') })}</p>
      )}
    </>
  );
}

function DomainButtons({ state: { isRegistered, domains, domain } }: { state: WebrtcDomain }) {
  const { t } = useTranslation('settings');
  const change = useMutation(webrtcDomainMutation(useQueryClient()));
  // A wider entry covers our domain too; only an entry of its own can be taken out, and only if we made it.
  const isOwnEntry = domains.includes(domain);
  const wasLeft = isOwnEntry && change.isSuccess && change.variables === 'remove';
  return (
    <>
      {change.error && <ProblemNotice error={change.error} />}
      {wasLeft && <Notice tone="info">{t('webrtcDomain.left')}</Notice>}
      <Group>
        {!isRegistered && (
          <BusyButton variant="light" loading={change.isPending} onClick={() => change.mutate('register')}>
            {t('webrtcDomain.register')}
          </BusyButton>
        )}
        {isOwnEntry && (
          <BusyButton variant="default" loading={change.isPending} onClick={() => change.mutate('remove')}>
            {t('webrtcDomain.remove')}
          </BusyButton>
        )}
      </Group>
    </>
  );
}
