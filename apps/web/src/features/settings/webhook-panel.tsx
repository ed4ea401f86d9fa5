import type { WebhookRegistration } from '@callboard/contracts';
import { Group, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../shared/ui/busy-button';
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
  /** Stores what was changed beside; false if it could not be stored. */
  saveFirst: () => Promise<boolean>;
}

/** Where Zadarma must send its notifications, whether it does, and the way there and back. */
export function WebhookPanel({ webhookUrl, ready, saveFirst }: WebhookPanelProps) {
  const { t } = useTranslation('settings');
  return (
    <Panel title={t('webhook.title')}>
      <div className={classes.form}>
        <div className={classes.address}>
          <TextInput label={t('webhook.address')} value={webhookUrl} readOnly />
          <CopyButton text={webhookUrl} label={t('webhook.copy')} />
        </div>
        {ready ? (
          <Registration saveFirst={saveFirst} />
        ) : (
          <p className={classes.dim}>{t('webhook.notReady')}</p>
        )}
      </div>
    </Panel>
  );
}

function Registration({ saveFirst }: Pick<WebhookPanelProps, 'saveFirst'>) {
  const { t } = useTranslation('settings');
  const { data, error, isFetching, refetch } = useQuery(webhookQuery());
  return (
    <>
      {error && !data && !isFetching && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && isFetching && <p className={classes.dim}>{t('webhook.asking')}</p>}
      {data && <RegistrationState state={data} />}
      <RegistrationButtons isOurs={data?.isOurs === true} saveFirst={saveFirst} />
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

interface RegistrationButtonsProps extends Pick<WebhookPanelProps, 'saveFirst'> {
  isOurs: boolean;
}

function RegistrationButtons({ isOurs, saveFirst }: RegistrationButtonsProps) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const register = useMutation(registerWebhookMutation(client));
  const undo = useMutation(undoWebhookMutation(client));
  const failure = register.error ?? undo.error;
  const saveAndRegister = async (): Promise<void> => {
    if (await saveFirst()) {
      register.mutate({});
    }
  };
  return (
    <>
      {failure && <ProblemNotice error={failure} />}
      <Group>
        <BusyButton
          variant={isOurs ? 'default' : 'light'}
          loading={register.isPending}
          disabled={undo.isPending}
          onClick={() => void saveAndRegister()}
        >
          {isOurs ? t('webhook.again') : t('webhook.register')}
        </BusyButton>
        {isOurs && (
          <BusyButton
            variant="default"
            loading={undo.isPending}
            disabled={register.isPending}
            onClick={() => undo.mutate()}
          >
            {t('webhook.undo')}
          </BusyButton>
        )}
      </Group>
    </>
  );
}
