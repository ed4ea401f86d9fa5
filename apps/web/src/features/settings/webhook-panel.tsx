import type { WebhookRegistration } from '@callboard/contracts';
import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../shared/ui/copy-button';
import { Notice } from '../../shared/ui/notice';
import { Panel } from '../../shared/ui/panel';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { registerWebhookMutation, undoWebhookMutation, webhookQuery } from './queries';
import classes from './settings.module.css';
import { SwitchesOff } from './switches-off';

interface WebhookPanelProps {
  webhookUrl: string;
  /** False until key and secret are stored: before that Zadarma cannot be asked. */
  ready: boolean;
}

/** Where Zadarma must send its notifications, whether it does, and the way there and back. */
export function WebhookPanel({ webhookUrl, ready }: WebhookPanelProps) {
  const { t } = useTranslation('settings');
  return (
    <Panel title={t('webhook.title')}>
      <div className={classes.form}>
        <div className={classes.address}>
          <TextInput label={t('webhook.address')} value={webhookUrl} readOnly />
          <CopyButton text={webhookUrl} label={t('webhook.copy')} />
        </div>
        {ready ? <Registration /> : <p className={classes.dim}>{t('webhook.notReady')}</p>}
      </div>
    </Panel>
  );
}

function Registration() {
  const { t } = useTranslation('settings');
  const { data, error, isFetching, refetch } = useQuery(webhookQuery());
  return (
    <>
      {error && !data && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && isFetching && <p className={classes.dim}>{t('webhook.asking')}</p>}
      {data && <RegistrationState state={data} />}
      <RegistrationButtons isOurs={data?.isOurs === true} />
    </>
  );
}

function RegistrationState({ state }: { state: WebhookRegistration }) {
  const { t } = useTranslation('settings');
  return (
    <>
      {state.isOurs ? (
        <Notice tone="good">{t('webhook.ours')}</Notice>
      ) : (
        <Notice tone="warn">
          {state.url ? t('webhook.foreign', { url: state.url }) : t('webhook.nothing')}
        </Notice>
      )}
      {state.isOurs && <SwitchesOff switches={state.notifications} />}
      {state.previousUrl && (
        <p className={classes.dim}>{t('webhook.previous', { url: state.previousUrl })}</p>
      )}
    </>
  );
}

function RegistrationButtons({ isOurs }: { isOurs: boolean }) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const register = useMutation(registerWebhookMutation(client));
  const undo = useMutation(undoWebhookMutation(client));
  const failure = register.error ?? undo.error;
  return (
    <>
      {failure && <ProblemNotice error={failure} />}
      <Group>
        <Button
          variant={isOurs ? 'default' : 'light'}
          loading={register.isPending}
          disabled={undo.isPending}
          onClick={() => register.mutate({})}
        >
          {isOurs ? t('webhook.again') : t('webhook.register')}
        </Button>
        {isOurs && (
          <Button
            variant="default"
            loading={undo.isPending}
            disabled={register.isPending}
            onClick={() => undo.mutate()}
          >
            {t('webhook.undo')}
          </Button>
        )}
      </Group>
    </>
  );
}
